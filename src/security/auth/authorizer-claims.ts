import type { Settings } from '../../config/index.js';
import type { Principal } from '../../mcp/contract/index.js';
import type { VerifiedClaims } from '../../mcp/common/request-context.js';
import { InvalidCredentialError } from './credential.js';
import { listOf, textOf, toPrincipal } from './token-claims.js';

type Expected = Pick<Settings, 'jwtIssuer' | 'jwtAudience' | 'jwtTenantClaim'>;

/**
 * The caller that an authorizer has recognised. Signature, issuer and audience are its business; what this server was
 * told to expect is checked once more, and so is what an authorizer does not look at.
 *
 * @throws InvalidCredentialError for a token that is no access token, has expired, or is not the expected one
 */
export function toAuthorizedPrincipal(claims: VerifiedClaims, expected: Expected): Principal {
  const { jwtIssuer, jwtAudience, jwtTenantClaim } = expected;
  // Cognito's tokens say what they are for: an ID token tells a client who its user is, and opens no resource.
  if (claims['token_use'] === 'id') throw new InvalidCredentialError('the token is an ID token');
  if (claims['cnf'] !== undefined) throw new InvalidCredentialError('the token is bound to a key');
  if (jwtIssuer !== undefined && claims['iss'] !== jwtIssuer) {
    throw new InvalidCredentialError('the token is of another issuer');
  }
  if (jwtAudience.length > 0 && !audiencesOf(claims).some((audience) => jwtAudience.includes(audience))) {
    throw new InvalidCredentialError('the token is for another audience');
  }
  assertCurrent(claims['exp']);
  const { scope, scp } = claims;
  return toPrincipal('lambda-authorizer', { ...claims, scope: scope ?? listed(scp) }, jwtTenantClaim);
}

/** Access tokens of Cognito have no audience; they name the client that they were made for. */
function audiencesOf({ aud, client_id: clientId }: VerifiedClaims): readonly string[] {
  return aud === undefined ? listOf(textOf(clientId)) : listed(aud);
}

/** The HTTP API makes a text of a claim that is a list: `[orders:read orders:write]`. */
function listed(claim: unknown): readonly string[] {
  return listOf(typeof claim === 'string' ? claim.replace(/^\[(.*)\]$/, '$1') : claim);
}

/** API Gateway keeps what its authorizer has said for a while, in which a token may expire. */
function assertCurrent(exp: unknown): void {
  const expiry = momentOf(exp);
  if (expiry === undefined) throw new InvalidCredentialError('the token has no expiry');
  if (expiry <= Date.now()) throw new InvalidCredentialError('the token has expired');
}

/** Seconds since 1970, or a date in words: the REST API's authorizer for Cognito gives `Tue Jul 28 12:00:00 UTC 2026`. */
function momentOf(exp: unknown): number | undefined {
  if (typeof exp !== 'string' && typeof exp !== 'number') return undefined;
  const moment = /^\d+(\.\d+)?$/.test(String(exp)) ? Number(exp) * 1000 : Date.parse(String(exp));
  return Number.isNaN(moment) ? undefined : moment;
}
