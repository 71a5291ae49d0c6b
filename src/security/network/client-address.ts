import type { IncomingMessage } from 'node:http';
import { normalizeIp } from '@nestjs/throttler';
import { canonicalAddress } from '../../config/index.js';
import { RequestContext } from '../../mcp/common/request-context.js';

/** What is looked at of a request: Express works out `ip`, and believes forwarded addresses from trusted proxies only. */
export interface AddressedRequest extends Pick<IncomingMessage, 'headers'> {
  readonly ip?: string;
  readonly socket?: { readonly remoteAddress?: string };
}

/** Stands for an unknown peer. It is on no allowlist, and counts as a proxy hop. */
export const UNSPECIFIED_ADDRESS = '0.0.0.0';

/** One household or machine has this much of IPv6, and can change the rest of its address at will. */
const IPV6_PREFIX = 64;

/**
 * The address of the client, IPv4 never as IPv6; that of the peer where a proxy forwarded none that can be read.
 * Remembered, since Express knows none any more once the connection is closed.
 */
export function addressOf(request: AddressedRequest): string | undefined {
  const context = RequestContext.of(request);
  const { ip, socket } = request;
  return (context.address ??= readAddress(ip, socket?.remoteAddress));
}

/**
 * The first readable address, in canonical form.
 *
 * @param forwarded the address that trusted proxies name, if there are any
 */
export function readAddress(forwarded: string | undefined, peer: string | undefined): string | undefined {
  if (forwarded !== undefined) {
    const address = canonicalAddress(forwarded) ?? canonicalAddress(withoutPort(forwarded));
    if (address !== undefined) return address;
  }
  return peer === undefined ? undefined : canonicalAddress(peer);
}

/** Whether somebody knows who the client is: whom nobody knows would all count as one. */
export function isAddressKnown(request: AddressedRequest): boolean {
  return addressOf(request) !== UNSPECIFIED_ADDRESS;
}

/** What limits count as one client: the address, or its network in IPv6. */
export function addressGroupOf(request: AddressedRequest): string {
  return groupOfAddress(addressOf(request));
}

export function groupOfAddress(address: string | undefined): string {
  return address === undefined ? 'unknown' : normalizeIp(address, IPV6_PREFIX);
}

/** Some proxies forward the port as well: `192.0.2.7:4711`, `[2001:db8::1]:4711`. */
function withoutPort(text: string): string {
  return /^\[([^\]]+)\](?::\d+)?$/.exec(text)?.[1] ?? text.replace(/^([\d.]+):\d+$/, '$1');
}
