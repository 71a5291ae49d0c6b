import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { getStorageToken } from '@nestjs/throttler';
import { CallChecks } from '../../mcp/invocation/call-checks.port.js';
import { CapabilityThrottlerGuard } from './capability-throttler.guard.js';
import { ConcurrentCalls, ConcurrentCallsGuard } from './concurrent-calls.js';
import { MemoryThrottlerStorage } from './memory-throttler.storage.js';
import { ServerCallChecks } from './server-call-checks.js';

const storage = { provide: getStorageToken(), useClass: MemoryThrottlerStorage };

/**
 * Limits on calls, and the counters that all limits share. Not the package's own module, which is global: an application
 * around this one keeps its own throttlers.
 */
@Module({
  providers: [
    storage,
    ConcurrentCalls,
    { provide: CallChecks, useClass: ServerCallChecks },
    // In this order: a call that finds no place is not counted by a throttle.
    { provide: APP_GUARD, useClass: ConcurrentCallsGuard },
    { provide: APP_GUARD, useClass: CapabilityThrottlerGuard },
  ],
  exports: [storage.provide, CallChecks],
})
export class ThrottlingModule {}
