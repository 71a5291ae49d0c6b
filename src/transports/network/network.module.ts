import { Module } from '@nestjs/common';
import {
  AuthenticationGuard,
  AuthModule,
  EdgeAudit,
  FailedAuthenticationLimit,
  MessageLimits,
  NetworkGuard,
  ProxyTrust,
  ThrottlingModule,
} from '../../security/index.js';
import { EarlyRefusalAudit } from './early-refusal.audit.js';
import { SessionRegistry } from './session.registry.js';

/** What the network transports share. */
const shared = [
  AuthenticationGuard,
  EdgeAudit,
  FailedAuthenticationLimit,
  MessageLimits,
  NetworkGuard,
  SessionRegistry,
];

@Module({
  imports: [AuthModule, ThrottlingModule],
  providers: [...shared, EarlyRefusalAudit, ProxyTrust],
  exports: [...shared, AuthModule, ThrottlingModule],
})
export class NetworkModule {}
