import { Module } from '@nestjs/common';
import {
  AuthenticationGuard,
  AuthModule,
  EdgeAudit,
  FailedAuthenticationLimit,
  MessageLimits,
  NetworkGuard,
  NetworkRules,
  ProxyTrust,
  ThrottlingModule,
} from '../../security/index.js';
import { EarlyRefusalAudit } from './early-refusal.audit.js';
import { EdgeResponder } from './edge.responder.js';
import { FrontDoor } from './front.door.js';
import { SessionRegistry } from './session.registry.js';

/** What the network transports share. */
const shared = [
  AuthenticationGuard,
  EdgeAudit,
  EdgeResponder,
  FailedAuthenticationLimit,
  FrontDoor,
  MessageLimits,
  NetworkGuard,
  NetworkRules,
  SessionRegistry,
];

@Module({
  imports: [AuthModule, ThrottlingModule],
  providers: [...shared, EarlyRefusalAudit, ProxyTrust],
  exports: [...shared, AuthModule, ThrottlingModule],
})
export class NetworkModule {}
