import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import { NetworkRules } from './network.rules.js';
import type { ProxyTrustFunction } from './proxy.trust.js';

/** The part of an Express request that tells how it is configured. */
interface ConfiguredRequest extends IncomingMessage {
  readonly app?: { get(name: 'trust proxy fn'): ProxyTrustFunction | undefined };
}

/** The network rules as a guard. */
@Injectable()
export class NetworkGuard implements CanActivate {
  constructor(private readonly rules: NetworkRules) {}

  /** @throws ForbiddenException */
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<ConfiguredRequest>();
    this.rules.check(request, request.app?.get('trust proxy fn'));
    return true;
  }
}
