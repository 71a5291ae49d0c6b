import { ValidateBy } from 'class-validator';
import { registerSetting, toVariableName } from './setting.registry.js';

/** How the text of one environment variable becomes a value, and which values are accepted. */
export interface SettingKind {
  /** Parses the text; returns text that it cannot parse unchanged, for `accepts` to refuse. */
  readonly parse?: (text: string) => unknown;
  readonly accepts: (value: unknown) => boolean;
  /** Continues the sentence `NAME=value …`, for instance `must be …`. */
  readonly refusal: string | ((value: unknown) => string);
  readonly example: string;
  readonly allowlist?: boolean;
}

const FLAGS = new Map([
  ['true', true],
  ['on', true],
  ['false', false],
  ['off', false],
]);

/** Declares a property of a settings group: its parser and its one validator, whose message ends with an example. */
export function Setting({ parse, accepts, refusal, example, allowlist = false }: SettingKind): PropertyDecorator {
  return (target, key) => {
    const property = String(key);
    registerSetting(target, property, { allowlist, example, parse });
    ValidateBy({
      name: 'setting',
      validator: {
        validate: (value: unknown) => accepts(value),
        defaultMessage: (args) => {
          const text = typeof refusal === 'string' ? refusal : refusal(args?.value);
          return `${text}; for example ${toVariableName(property)}=${example}`;
        },
      },
    })(target, property);
  };
}

/**
 * Marks a setting as a secret: it may be given as a file in `X_FILE`, and no message shows its value.
 *
 * @param options.pathIn property that keeps the path of that file, for secrets that are read again while running
 */
export function Secret(options: { readonly pathIn?: string } = {}): PropertyDecorator {
  return (target, property) => {
    registerSetting(target, String(property), { secret: true, pathIn: options.pathIn });
  };
}

/** A whole number between two limits, in plain digits: no unit, sign, fraction or exponent. */
export function WholeNumber(limits: { min: number; max: number; example: number }): PropertyDecorator {
  return Setting({
    parse: (text) => (/^\d{1,15}$/.test(text) ? Number(text) : text),
    accepts: (value) => typeof value === 'number' && value >= limits.min && value <= limits.max,
    refusal: `must be a whole number from ${limits.min} to ${limits.max}, without a unit`,
    example: String(limits.example),
  });
}

/** A switch: `true` or `on`, `false` or `off`. */
export function Flag(example: 'true' | 'false' | 'on' | 'off'): PropertyDecorator {
  return Setting({
    parse: (text) => FLAGS.get(text.toLowerCase()) ?? text,
    accepts: (value) => typeof value === 'boolean',
    refusal: 'must be true, false, on or off',
    example,
  });
}

/** One word of a fixed list. */
export function OneOf(words: readonly string[], example: string): PropertyDecorator {
  return Setting({
    accepts: (value) => typeof value === 'string' && words.includes(value),
    refusal: `must be one of ${words.join(', ')}`,
    example,
  });
}

/** A short printable text. */
export function Text(example: string): PropertyDecorator {
  return Setting({
    accepts: (value) => typeof value === 'string' && /^\P{Cc}{1,256}$/u.test(value),
    refusal: 'must be a text of 1 to 256 characters without control characters',
    example,
  });
}

/** A text of at least `bytes` bytes in UTF-8. */
export function LongText(bytes: number, example: string): PropertyDecorator {
  return Setting({
    accepts: (value) => typeof value === 'string' && Buffer.byteLength(value) >= bytes,
    refusal: `must be at least ${bytes} bytes long`,
    example,
  });
}

/** Splits a comma list into trimmed, distinct items. */
export function parseList(text: string): readonly string[] {
  const items = text.split(',').map((item) => item.trim());
  return [...new Set(items.filter((item) => item !== ''))];
}

/** A comma list whose items all satisfy a predicate; refuses a list that is set but empty. */
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
