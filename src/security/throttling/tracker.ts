import { hash } from 'node:crypto';
import { principalOf } from '../auth/request-principal.js';
import { addressGroupOf, type AddressedRequest } from '../network/client-address.js';
import type { Principal } from '../../mcp/contract/index.js';

/** Whom limits are counted for: the principal, or the address of one whom nobody knows. */
export function trackerOf(request: object, principal: Principal = principalOf(request)): string {
  return principal.method === 'anonymous'
    ? `address ${addressGroupOf(request as AddressedRequest)}`
    : `principal ${principal.key}`;
}

/** The key of a counter: of one length, since what it is made of comes from clients. */
export function counterKey(...parts: readonly string[]): string {
  return hash('sha256', JSON.stringify(parts), 'base64url');
}
