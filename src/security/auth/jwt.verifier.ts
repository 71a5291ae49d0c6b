import { Injectable } from '@nestjs/common';
import { errors, jwtVerify } from 'jose';
import { Settings } from '../../config/index.js';
import type { MaybePromise } from '../../mcp/common/maybe-promise.js';
import type { Principal } from '../../mcp/contract/index.js';
import { BoundedMap } from '../throttling/bounded.map.js';
import { InvalidCredentialError, type Credential } from './credential.js';
import { IssuerKeys } from './issuer.keys.js';
import { resourcesOf } from './protected-resource.js';
import { assertAccessToken, toPrincipal } from './token-claims.js';

/** Clocks differ. */
const LEEWAY_SECONDS = 5;

/** Tokens that were verified a moment ago, and for how long each is trusted without another look at its signature. */
const MAX_VERIFIED = 10_000;
const VERIFIED_MS = 60_000;

interface VerifiedToken {
  readonly principal: Principal;
  readonly until: number;
  /** Of the keys. A token that was signed with a key that is withdrawn is refused as soon as the server knows. */
  readonly version: number;
}

/** Judges access tokens (RFC 8725, RFC 9068). */
@Injectable()
export class JwtVerifier {
  private readonly audience: string[];
  /** By the digest of the token. */
  private readonly verified = new BoundedMap<VerifiedToken>(MAX_VERIFIED);

  constructor(
    private readonly settings: Settings,
    private readonly keys: IssuerKeys,
  ) {
    const { jwtAudience } = settings;
    this.audience = jwtAudience.length > 0 ? [...jwtAudience] : resourcesOf(settings).map(({ url }) => url);
  }

  /** @throws InvalidCredentialError, IssuerUnavailableException */
  verify(credential: Credential): MaybePromise<Principal> {
    const known = this.verified.get(credential.digest);
    const isTrusted = known && known.version === this.keys.version && Date.now() < known.until;
    return isTrusted ? known.principal : this.judge(credential);
  }

  private async judge({ value: token, digest }: Credential): Promise<Principal> {
    const { jwtIssuer, jwtAlgorithms, jwtTenantClaim } = this.settings;
    const { version } = this.keys;
    try {
      const { payload, protectedHeader } = await jwtVerify(token, this.keys.find, {
        issuer: jwtIssuer,
        audience: this.audience,
        algorithms: [...jwtAlgorithms],
        clockTolerance: LEEWAY_SECONDS,
        requiredClaims: ['exp'],
      });
      assertAccessToken(protectedHeader.typ, payload);
      const principal = toPrincipal('jwt', payload, jwtTenantClaim);
      const expiresAt = ((payload.exp ?? 0) + LEEWAY_SECONDS) * 1000;
      // A function may stand still for longer than a key is trusted: it looks at every signature.
      const until = this.settings.runtime === 'process' ? Math.min(expiresAt, Date.now() + VERIFIED_MS) : 0;
      if (until > 0) this.verified.set(digest, { principal, until, version });
      return principal;
    } catch (error) {
      if (error instanceof errors.JOSEError)
        throw new InvalidCredentialError(`the token is refused, ${reasonOf(error)}`);
      throw error;
    }
  }
}

/** jose's messages name claims and never hold a value of the token. */
function reasonOf({ code, message }: errors.JOSEError): string {
  return `${code}: ${message}`;
}
