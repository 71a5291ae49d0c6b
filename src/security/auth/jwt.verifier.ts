import { Injectable } from '@nestjs/common';
import { errors, jwtVerify } from 'jose';
import { Settings } from '../../config/index.js';
import type { Principal } from '../../mcp/contract/index.js';
import { InvalidCredentialError } from './invalid-credential.error.js';
import { IssuerKeys } from './issuer.keys.js';
import { resourcesOf } from './protected-resource.js';
import { assertAccessToken, toPrincipal } from './token-claims.js';

/** Clocks differ. */
const LEEWAY_SECONDS = 5;

/** Judges access tokens (RFC 8725, RFC 9068). */
@Injectable()
export class JwtVerifier {
  private readonly audience: string[];

  constructor(
    private readonly settings: Settings,
    private readonly keys: IssuerKeys,
  ) {
    const { jwtAudience } = settings;
    this.audience = jwtAudience.length > 0 ? [...jwtAudience] : resourcesOf(settings).map(({ url }) => url);
  }

  /** @throws InvalidCredentialError, IssuerUnavailableException */
  async verify(token: string): Promise<Principal> {
    const { jwtIssuer, jwtAlgorithms, jwtTenantClaim } = this.settings;
    try {
      const { payload, protectedHeader } = await jwtVerify(token, this.keys.find, {
        issuer: jwtIssuer,
        audience: this.audience,
        algorithms: [...jwtAlgorithms],
        clockTolerance: LEEWAY_SECONDS,
        requiredClaims: ['exp'],
      });
      assertAccessToken(protectedHeader.typ, payload);
      return toPrincipal('jwt', payload, jwtTenantClaim);
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
