import { hash } from 'node:crypto';
import { RequestContext } from '../../mcp/common/request-context.js';
import type { Principal } from '../../mcp/contract/index.js';
import { addressGroupOf, groupOfAddress, type AddressedRequest } from '../network/client-address.js';

/** Whom limits are counted for: the principal, or the address of an anonymous caller. */
export function trackerOf(request: AddressedRequest, principal = RequestContext.of(request).principal): string {
  return principal.method === 'anonymous' ? `address ${addressGroupOf(request)}` : `principal ${principal.key}`;
}

/** Like {@link trackerOf}, for a caller whose address has been resolved. */
export function callerTracker(principal: Principal, address: string | undefined): string {
  return principal.method === 'anonymous' ? `address ${groupOfAddress(address)}` : `principal ${principal.key}`;
}

/** A key of more characters is replaced by its digest, since parts of it come from clients. */
const MAX_KEY_LENGTH = 200;

/** The key of a counter. */
export function counterKey(...parts: readonly string[]): string {
  const key = JSON.stringify(parts);
  return key.length <= MAX_KEY_LENGTH ? key : hash('sha256', key, 'base64url');
}
