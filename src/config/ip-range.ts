import { isIP, SocketAddress } from 'node:net';

/** A range of addresses; IPv4 never in its IPv6 form. */
export interface IpRange {
  readonly address: string;
  readonly prefix: number;
  readonly family: 'ipv4' | 'ipv6';
}

const MAPPED = '::ffff:';
const MAPPED_BITS = 96;

/** Reads an address or a range in CIDR notation: `10.0.0.0/8`, `2001:db8::/32`, `192.0.2.7`. */
export function toIpRange(text: string): IpRange | undefined {
  const [, given = '', prefix] = /^([^/%\s]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const version = isIP(given);
  if (version === 0) return undefined;
  const bits = version === 6 ? 128 : 32;
  const length = prefix === undefined ? bits : Number(prefix);
  if (length > bits) return undefined;
  const address = canonicalAddress(given) as string;
  const isMapped = version === 6 && isIP(address) === 4;
  if (version === 4) return { address, prefix: length, family: 'ipv4' };
  // A range wider than all of IPv4 remains IPv6.
  if (isMapped && length >= MAPPED_BITS) return { address, prefix: length - MAPPED_BITS, family: 'ipv4' };
  return { address: isMapped ? `${MAPPED}${address}` : address, prefix: length, family: 'ipv6' };
}

/** An IP address in canonical form: IPv6 short and without zone, IPv4-mapped IPv6 as IPv4. */
export function canonicalAddress(text: string): string | undefined {
  const [plain = ''] = text.split('%');
  const version = isIP(plain);
  if (version !== 6) return version === 4 ? plain : undefined;
  const { address } = new SocketAddress({ address: plain, family: 'ipv6' });
  const inner = address.startsWith(MAPPED) ? address.slice(MAPPED.length) : '';
  return isIP(inner) === 4 ? inner : address;
}
