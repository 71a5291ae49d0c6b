import { Module } from '@nestjs/common';
import { NetworkGuard } from '../../security/index.js';
import { SessionRegistry } from './session.registry.js';

/** What the network transports share. */
@Module({ providers: [NetworkGuard, SessionRegistry], exports: [NetworkGuard, SessionRegistry] })
export class NetworkModule {}
