import { BlockList, isIP } from 'node:net';

const LABEL = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?';
// A last label of digits would be read as an IPv4 address by some resolvers ("127.1").
const HOST_NAME = new RegExp(`^(?!(.*\\.)?\\d+$)(?=.{1,253}$)${LABEL}(\\.${LABEL})*$`, 'i');

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** Whether a text is an IP address or a DNS host name, without port and brackets. */
export function isHostName(text: string): boolean {
  return isIP(text) !== 0 || HOST_NAME.test(text);
}

/** Whether only this machine can reach a host: `localhost`, 127.0.0.0/8 or `::1`. */
export function isLoopbackHost(host: string): boolean {
  if (host.toLowerCase() === 'localhost') return true;
  const version = isIP(host);
  return version !== 0 && loopback.check(host, version === 6 ? 'ipv6' : 'ipv4');
}

/** Serialises a web origin such as `https://app.example.com:8443`; `undefined` for any other text. */
export function toOrigin(text: string): string | undefined {
  if (!/^https?:\/\/[^\s/?#@\\*]+$/i.test(text)) return undefined;
  try {
    return new URL(text).origin;
  } catch {
    return undefined;
  }
}

/**
 * Parses an absolute URL that cannot be tampered with in transit: https, or http to the loopback. Refuses credentials
 * and fragments, and queries unless `options.query` is set.
 */
export function toTrustedUrl(text: string, options: { readonly query: boolean }): URL | undefined {
  if (!/^https?:\/\/[^\s\\]+$/i.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  const isSafe = url.protocol === 'https:' || isLoopbackHost(url.hostname.replace(/^\[|\]$/g, ''));
  const isPlain = url.username === '' && url.password === '' && !text.includes('#');
  return isSafe && isPlain && (options.query || !text.includes('?')) ? url : undefined;
}

/** The URL without a trailing slash, for appending paths. */
export function withoutSlash({ origin, pathname }: URL): string {
  return `${origin}${pathname.replace(/\/+$/, '')}`;
}
