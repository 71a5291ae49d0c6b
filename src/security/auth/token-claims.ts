import type { JWTPayload } from 'jose';
import { Principal } from '../../mcp/contract/index.js';
import { InvalidCredentialError } from './credential.js';

/** Media types of a token that may be an access token (RFC 9068, section 2.1; many issuers say `JWT` or nothing). */
const TYPES = ['jwt', 'at+jwt', 'application/at+jwt'];

/** @throws InvalidCredentialError for a token that was made for something else, such as a logout or a proof */
export function assertAccessToken(type: string | undefined, payload: JWTPayload): void {
  if (type !== undefined && !TYPES.includes(type.toLowerCase())) {
    throw new InvalidCredentialError('the token is of another type');
  }
  // Whoever stole a token that is bound to a key could use it here, where nobody asks for the key (RFC 9449, RFC 8705).
  if (payload['cnf'] !== undefined) throw new InvalidCredentialError('the token is bound to a key');
}

/**
 * The caller that a verified token stands for. A scope `*` is dropped: it would grant everything here, and some issuers
 * hand out whatever scope a client asks for.
 *
 * @throws InvalidCredentialError for a token without a subject
 */
export function toPrincipal(
  method: 'jwt' | 'lambda-authorizer',
  payload: Readonly<Record<string, unknown>>,
  tenantClaim: string,
): Principal {
  const { sub: subject } = payload;
  if (typeof subject !== 'string' || subject === '') throw new InvalidCredentialError('the token has no subject');
  return new Principal({
    method,
    subject,
    issuer: textOf(payload['iss']),
    clientId: textOf(payload['client_id']) ?? textOf(payload['azp']),
    tenant: textOf(payload[tenantClaim]),
    scopes: scopesOf(payload['scope'] ?? payload['scp']),
  });
}

function scopesOf(claim: unknown): readonly string[] {
  return listOf(claim).filter((scope) => scope !== '*');
}

/** A text of blank-separated words (RFC 8693, section 4.2), or a list of them. */
export function listOf(claim: unknown): readonly string[] {
  const items: readonly unknown[] = Array.isArray(claim) ? claim : typeof claim === 'string' ? claim.split(' ') : [];
  return [...new Set(items.filter((item): item is string => typeof item === 'string' && item !== ''))];
}

export function textOf(claim: unknown): string | undefined {
  return typeof claim === 'string' && claim !== '' ? claim : undefined;
}
