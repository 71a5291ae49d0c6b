import { Allowlist } from './list.decorators.js';
import { isHostName, toOrigin } from './network-names.js';
import { Setting } from './setting.decorator.js';

const RESERVED_PATHS = ['/health', '/metrics', '/.well-known'];

function isEndpointPath(value: unknown): boolean {
  if (typeof value !== 'string' || !/^\/$|^(\/(?!\.{1,2}(\/|$))[\w.~-]+)+$/.test(value)) return false;
  // Routes are matched without regard to case.
  const path = value.toLowerCase();
  return !RESERVED_PATHS.some((reserved) => path === reserved || path.startsWith(`${reserved}/`));
}

/** An endpoint's path: no pattern characters, so that the router takes it literally. */
export function EndpointPath(example: string): PropertyDecorator {
  return Setting({
    accepts: isEndpointPath,
    refusal:
      'must begin with "/", have no space, query, pattern or "/" at its end, and lie outside /health, /metrics and /.well-known',
    example,
  });
}

/** An address or a host name to listen on. */
export function Host(example: string): PropertyDecorator {
  return Setting({
    accepts: (value) => typeof value === 'string' && isHostName(value),
    refusal: 'must be an IP address or a host name, without scheme, port and brackets',
    example,
  });
}

/** Names that may stand in the `Host` header. */
export function HostNames(example: string): PropertyDecorator {
  return Allowlist({
    item: isHostName,
    normalize: (name) => name.toLowerCase(),
    refusal: 'must be a comma list of host names or IP addresses, without scheme, port and "*"',
    example,
  });
}

/** Origins that may stand in the `Origin` header. */
export function Origins(example: string): PropertyDecorator {
  return Allowlist({
    item: (item) => toOrigin(item) !== undefined,
    normalize: (item) => toOrigin(item) ?? item,
    refusal: 'must be a comma list of origins (http or https, host, port if any), without path and "*"',
    example,
  });
}
