import { Module } from '@nestjs/common';
import { AuthModule, NetworkGuard } from '../../security/index.js';
import { SessionRegistry } from './session.registry.js';

/** What the network transports share. */
@Module({
  imports: [AuthModule],
  providers: [NetworkGuard, SessionRegistry],
  exports: [AuthModule, NetworkGuard, SessionRegistry],
})
export class NetworkModule {}
