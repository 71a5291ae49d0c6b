import type { IncomingMessage } from 'node:http';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Settings } from '../../config/index.js';
import { AuthenticationGuard } from '../auth/authentication.guard.js';
import { UnauthenticatedException } from '../auth/unauthenticated.exception.js';
import { FailedAuthenticationLimit } from './failed-authentication.limit.js';

/** Authentication, for addresses that have not failed too often. */
@Injectable()
export class LimitedAuthenticationGuard implements CanActivate {
  constructor(
    private readonly settings: Settings,
    private readonly authentication: AuthenticationGuard,
    private readonly limit: FailedAuthenticationLimit,
  ) {}

  /** @throws UnauthenticatedException, IssuerUnavailableException, TooManyRequestsException */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.settings.auth.includes('none')) return this.authentication.canActivate(context);
    const request = context.switchToHttp().getRequest<IncomingMessage>();
    this.limit.assertMayTry(request);
    try {
      const passes = await this.authentication.canActivate(context);
      this.limit.succeeded(request);
      return passes;
    } catch (error) {
      if (error instanceof UnauthenticatedException) await this.limit.failed(request);
      throw error;
    }
  }
}
