import type { IncomingMessage } from 'node:http';
import { Injectable, Logger } from '@nestjs/common';
import { Settings } from '../../config/index.js';
import { isPromise, type MaybePromise } from '../../mcp/common/maybe-promise.js';
import { RequestContext } from '../../mcp/common/request-context.js';
import { Principal } from '../../mcp/contract/index.js';
import { Challenges } from './challenges.js';
import { InvalidCredentialError } from './credential.js';
import { UnauthenticatedException } from './authentication.exceptions.js';
import { ApiKeyVerifier, AuthorizerVerifier, type CredentialVerifier, TokenVerifier } from './verifiers.js';

/** Finds out who sent a request: the one implementation behind Nest's guard and the front door. */
@Injectable()
export class Authenticator {
  private readonly logger = new Logger('Authentication');
  private readonly verifiers: readonly CredentialVerifier[];

  constructor(
    { auth }: Settings,
    apiKeys: ApiKeyVerifier,
    tokens: TokenVerifier,
    authorizer: AuthorizerVerifier,
    private readonly challenges: Challenges,
  ) {
    // What the platform has verified comes first: any header may stand beside it. Then API keys: a credential that is
    // none of them may be a token.
    this.verifiers = [
      ...(auth.includes('lambda-authorizer') ? [authorizer] : []),
      ...(auth.includes('api-key') ? [apiKeys] : []),
      ...(auth.includes('jwt') ? [tokens] : []),
    ];
  }

  /** @throws UnauthenticatedException, IssuerUnavailableException */
  authenticate(request: IncomingMessage): MaybePromise<Principal> {
    try {
      const principal = this.recognise(request, 0);
      if (!isPromise(principal)) return this.accepted(request, principal);
      return principal.then(
        (found) => this.accepted(request, found),
        (error: unknown) => this.accepted(request, null, error),
      );
    } catch (error) {
      return this.accepted(request, null, error);
    }
  }

  /**
   * Takes the outcome of an authentication.
   *
   * @param principal anything but a principal is no success
   * @throws UnauthenticatedException, and every error that is not one of the credential
   */
  accepted(request: IncomingMessage, principal: unknown, error?: unknown): Principal {
    if (principal instanceof Principal) {
      RequestContext.of(request).principal = principal;
      return principal;
    }
    if (error !== null && error !== undefined && !(error instanceof InvalidCredentialError)) throw error as Error;
    throw this.refusal(request, error?.reason);
  }

  private recognise(request: IncomingMessage, index: number): MaybePromise<Principal | null> {
    const verifier = this.verifiers[index];
    if (!verifier) return null;
    const principal = verifier.verify(request);
    if (isPromise(principal)) {
      return principal.then((found) => found ?? this.recognise(request, index + 1));
    }
    return principal ?? this.recognise(request, index + 1);
  }

  private refusal(request: IncomingMessage, reason: string | undefined): UnauthenticatedException {
    const { originalUrl = request.url ?? '', headers } = request as IncomingMessage & { originalUrl?: string };
    const isMissing = reason === undefined && headers.authorization === undefined;
    const why = reason ?? (isMissing ? 'there is no credential' : 'the credential is unknown');
    this.logger.debug(`A request is refused: ${why}`);
    const message = isMissing
      ? 'Send a credential: Authorization: Bearer <credential>'
      : 'The credential is not accepted';
    return new UnauthenticatedException(
      message,
      this.challenges.unauthenticated(originalUrl, isMissing ? 'missing' : 'invalid'),
      why,
    );
  }
}
