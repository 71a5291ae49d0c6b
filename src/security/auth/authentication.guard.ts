import type { IncomingMessage } from 'node:http';
import { Injectable, Logger, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import { Settings } from '../../config/index.js';
import { Principal } from '../../mcp/contract/index.js';
import { ApiKeyStrategy } from './api-key.strategy.js';
import { Challenges } from './challenges.js';
import { InvalidCredentialError } from './invalid-credential.error.js';
import { JwtStrategy } from './jwt.strategy.js';
import { LambdaAuthorizerStrategy } from './lambda-authorizer.strategy.js';
import { setPrincipal } from './request-principal.js';
import { UnauthenticatedException } from './unauthenticated.exception.js';

type Outcome = (error: unknown, user: unknown, request: IncomingMessage) => Principal;

/** Passport's guard over the strategies in use. Nest does not make it, so that no options of the application get in. */
class StrategiesGuard extends AuthGuard() {
  constructor(
    strategies: readonly string[],
    private readonly outcome: Outcome,
  ) {
    super({ defaultStrategy: strategies });
  }

  override handleRequest<User>(error: unknown, user: unknown, _info: unknown, context: ExecutionContext): User {
    return this.outcome(error, user, context.switchToHttp().getRequest<IncomingMessage>()) as User;
  }
}

/**
 * Lets a request pass only if it proves who sent it, by any one of the methods in `AUTH`, and remembers the principal.
 * It runs for every request, those of a session included: a session id is no credential.
 */
@Injectable()
export class AuthenticationGuard implements CanActivate {
  private readonly logger = new Logger('Authentication');
  private readonly strategies: CanActivate | undefined;

  constructor(
    settings: Settings,
    apiKeys: ApiKeyStrategy,
    tokens: JwtStrategy,
    authorizer: LambdaAuthorizerStrategy,
    private readonly challenges: Challenges,
  ) {
    // What the platform has verified comes first, where there is anything: of the headers that it has looked at, any may
    // stand beside. Then API keys: whatever is none of them may be a token.
    const inUse = [
      ...(settings.auth.includes('lambda-authorizer') ? [authorizer.id] : []),
      ...(settings.auth.includes('api-key') ? [apiKeys.id] : []),
      ...(settings.auth.includes('jwt') ? [tokens.id] : []),
    ];
    const outcome: Outcome = (...result) => this.outcome(...result);
    if (!settings.auth.includes('none')) this.strategies = new StrategiesGuard(inUse, outcome);
  }

  /** @throws UnauthenticatedException, IssuerUnavailableException */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    return this.strategies ? (await this.strategies.canActivate(context)) === true : true;
  }

  private outcome(error: unknown, user: unknown, request: IncomingMessage): Principal {
    if (user instanceof Principal) {
      setPrincipal(request, user);
      return user;
    }
    if (error !== null && error !== undefined && !(error instanceof InvalidCredentialError)) throw error as Error;
    throw this.refusal(request, error?.reason);
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
