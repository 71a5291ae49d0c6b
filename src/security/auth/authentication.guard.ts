import type { IncomingMessage } from 'node:http';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import { Settings } from '../../config/index.js';
import type { Principal } from '../../mcp/contract/index.js';
import { RequestContext } from '../../mcp/common/request-context.js';
import { Authenticator } from './authenticator.js';
import { FailedAuthenticationLimit } from './failed-authentication.limit.js';
import { ApiKeyStrategy, JwtStrategy, LambdaAuthorizerStrategy } from './strategies.js';

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
 * Lets a request pass only if it proves who sent it, by any one of the methods in `AUTH`, and if its address has not
 * failed too often. It runs for every request, those of a session included: a session id is no credential.
 */
@Injectable()
export class AuthenticationGuard implements CanActivate {
  private readonly strategies: CanActivate | undefined;

  constructor(
    settings: Settings,
    apiKeys: ApiKeyStrategy,
    tokens: JwtStrategy,
    authorizer: LambdaAuthorizerStrategy,
    authenticator: Authenticator,
    private readonly limit: FailedAuthenticationLimit,
  ) {
    const { auth } = settings;
    // In the order of the authenticator.
    const inUse = [
      ...(auth.includes('lambda-authorizer') ? [authorizer.id] : []),
      ...(auth.includes('api-key') ? [apiKeys.id] : []),
      ...(auth.includes('jwt') ? [tokens.id] : []),
    ];
    const outcome: Outcome = (error, user, request) => authenticator.accepted(request, user, error);
    if (!auth.includes('none')) this.strategies = new StrategiesGuard(inUse, outcome);
  }

  /** @throws UnauthenticatedException, IssuerUnavailableException, TooManyRequestsException */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { strategies } = this;
    if (!strategies) return true;
    const request = context.switchToHttp().getRequest<IncomingMessage>();
    await this.limit.around(request, async () => {
      await strategies.canActivate(context);
      return RequestContext.of(request).principal;
    });
    return true;
  }
}
