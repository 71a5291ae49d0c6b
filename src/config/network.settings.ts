import { accessSync, constants } from 'node:fs';
import { IsOptional } from 'class-validator';
import { toIpRange } from './ip-range.js';
import { isHostName, toOrigin } from './network-names.js';
import { Allowlist, Flag, parseList, Setting, WholeNumber } from './setting.decorators.js';

/** A longer chain of proxies is a mistake. */
const MAX_HOPS = 16;

/** Which clients may connect, and how. */
export class NetworkSettings {
  /** Names accepted in the `Host` header; empty: the loopback names and `host`. */
  @HostNames('mcp.example.com') readonly allowedHosts: readonly string[] = [];

  /** Origins accepted in the `Origin` header; empty accepts requests without one only. */
  @Origins('https://app.example.com') readonly allowedOrigins: readonly string[] = [];

  /** Addresses that may use the endpoints, as CIDR ranges; `undefined`: all. */
  @IsOptional() @IpRanges('10.0.0.0/8,2001:db8::/32') readonly ipAllowlist?: readonly string[];

  /** Proxies whose `X-Forwarded-*` headers are trusted: their number or their CIDR ranges; `undefined`: none. */
  @IsOptional() @ProxyTrust('10.0.0.0/8') readonly trustProxy?: number | readonly string[];

  /** Certificate chain in PEM, to serve HTTPS; read again when it changes. */
  @IsOptional() @ReadableFile('/run/secrets/tls.crt') readonly tlsCertFile?: string;

  /** Private key of the certificate in PEM; read again when it changes. */
  @IsOptional() @ReadableFile('/run/secrets/tls.key') readonly tlsKeyFile?: string;

  /** Whether requests must come over HTTPS; `undefined` where other machines can reach `host`. */
  @IsOptional() @Flag('true') readonly requireHttps?: boolean;

  /** Connections open at the same time. */
  @WholeNumber({ min: 1, max: 1_000_000, example: 10_000 }) readonly maxConnections: number = 10_000;
}

/** Names accepted in the `Host` header. */
function HostNames(example: string): PropertyDecorator {
  return Allowlist({
    item: isHostName,
    normalize: (name) => name.toLowerCase(),
    refusal: 'must be a comma list of host names or IP addresses, without scheme, port and "*"',
    example,
  });
}

/** Origins accepted in the `Origin` header. */
function Origins(example: string): PropertyDecorator {
  return Allowlist({
    item: (item) => toOrigin(item) !== undefined,
    normalize: (item) => toOrigin(item) ?? item,
    refusal: 'must be a comma list of origins (http or https, host, port if any), without path and "*"',
    example,
  });
}

/** Addresses and ranges of them. */
function IpRanges(example: string): PropertyDecorator {
  return Allowlist({
    item: (item) => toIpRange(item) !== undefined,
    refusal: 'must be a comma list of IP addresses and CIDR ranges',
    example,
  });
}

/** The trusted proxies: their number in a row, or their addresses. */
function ProxyTrust(example: string): PropertyDecorator {
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
function ReadableFile(example: string): PropertyDecorator {
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
