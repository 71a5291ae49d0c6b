import { accessSync, constants } from 'node:fs';
import { toIpRange } from './ip-range.js';
import { Allowlist, parseList } from './list.decorators.js';
import { Setting } from './setting.decorator.js';

/** More proxies than this in a row are a mistake. */
const MAX_HOPS = 16;

/** Addresses and ranges of them. */
export function IpRanges(example: string): PropertyDecorator {
  return Allowlist({
    item: (item) => toIpRange(item) !== undefined,
    refusal: 'must be a comma list of IP addresses and CIDR ranges',
    example,
  });
}

/** The proxies whose word is believed: how many stand in a row, or where they are. */
export function ProxyTrust(example: string): PropertyDecorator {
  return Setting({
    parse: (text) => (/^\d{1,3}$/.test(text) ? Number(text) : parseList(text)),
    accepts: (value) =>
      Array.isArray(value)
        ? value.length > 0 && value.every((item) => (toIpRange(String(item))?.prefix ?? 0) > 0)
        : typeof value === 'number' && value >= 1 && value <= MAX_HOPS,
    refusal: (value) =>
      Array.isArray(value) && value.some((item) => /^(true|\*|.*\/0)$/i.test(String(item)))
        ? 'would believe everybody, who could then pass for any address; name your proxies'
        : `must be the number of proxies in a row (1 to ${MAX_HOPS}), or a comma list of their addresses and CIDR ranges`,
    example,
  });
}

/** Path of a file that this process can read. */
export function ReadableFile(example: string): PropertyDecorator {
  return Setting({
    accepts: (value) => typeof value === 'string' && isReadable(value),
    refusal: 'must be a file that can be read',
    example,
  });
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
