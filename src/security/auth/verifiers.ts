import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/index.js';
import type { MaybePromise } from '../../mcp/common/maybe-promise.js';
import { RequestContext } from '../../mcp/common/request-context.js';
import type { Principal } from '../../mcp/contract/index.js';
import { ApiKeyStore } from './api-key.store.js';
import { toAuthorizedPrincipal } from './authorizer-claims.js';
import { assertNoTokenInUrl, credentialOf, InvalidCredentialError } from './credential.js';
import { JwtVerifier } from './jwt.verifier.js';

/** Recognises callers by one kind of credential. */
export interface CredentialVerifier {
  /**
   * @returns the caller; `null` if the credential is not of the kind that this verifier knows
   * @throws InvalidCredentialError, IssuerUnavailableException
   */
  verify(request: IncomingMessage): MaybePromise<Principal | null>;
}

/** Recognises callers by an API key, in `X-API-Key` or `Authorization: Bearer`. */
@Injectable()
export class ApiKeyVerifier implements CredentialVerifier {
  constructor(private readonly store: ApiKeyStore) {}

  verify(request: IncomingMessage): Principal | null {
    const credential = credentialOf(request);
    if (!credential) return null;
    const principal = this.store.find(credential.digest);
    if (principal) return principal;
    if (credential.header === 'x-api-key') throw new InvalidCredentialError('the API key is unknown or has expired');
    return null;
  }
}

/** Recognises callers by an access token in `Authorization: Bearer`. */
@Injectable()
export class TokenVerifier implements CredentialVerifier {
  constructor(private readonly tokens: JwtVerifier) {}

  verify(request: IncomingMessage): MaybePromise<Principal | null> {
    const credential = credentialOf(request);
    return credential?.header === 'authorization' ? this.tokens.verify(credential) : null;
  }
}

/** Recognises callers by what the authorizer of API Gateway says of them. */
@Injectable()
export class AuthorizerVerifier implements CredentialVerifier {
  constructor(private readonly settings: Settings) {}

  verify(request: IncomingMessage): Principal | null {
    assertNoTokenInUrl(request);
    const claims = RequestContext.of(request).platform?.claims;
    return claims ? toAuthorizedPrincipal(claims, this.settings) : null;
  }
}
