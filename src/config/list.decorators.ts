import { Setting } from './setting.decorator.js';
import type { TransportName } from './settings.types.js';

const SERVED_TOGETHER = ['stdio', 'sse', 'http', 'sse,http'];
const TRANSPORT_ORDER: readonly TransportName[] = ['stdio', 'sse', 'http'];

/** Splits a comma list, without blanks around and repetitions of its items. */
export function parseList(text: string): readonly string[] {
  const items = text.split(',').map((item) => item.trim());
  return [...new Set(items.filter((item) => item !== ''))];
}

/** A comma list of which every item is accepted by a predicate; set but empty is refused. */
export function Allowlist(options: {
  item: (item: string) => boolean;
  normalize?: (item: string) => string;
  refusal: string;
  example: string;
}): PropertyDecorator {
  const { item: acceptsItem, normalize = (item) => item, refusal, example } = options;
  return Setting({
    parse: (text) => parseList(text).map((item) => (acceptsItem(item) ? normalize(item) : item)),
    accepts: (value) => Array.isArray(value) && value.every((item) => typeof item === 'string' && acceptsItem(item)),
    refusal,
    example,
    allowlist: true,
  });
}

/** The transports to serve; only the HTTP ones can share a process. */
export function Transports(): PropertyDecorator {
  return Setting({
    parse: (text) => {
      const names = parseList(text);
      const known = TRANSPORT_ORDER.filter((name) => names.includes(name));
      return known.length === names.length ? known : names;
    },
    accepts: (value) => Array.isArray(value) && SERVED_TOGETHER.includes(value.join(',')),
    refusal: 'must be stdio, sse, http, or sse,http',
    example: 'sse,http',
  });
}
