import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { getStorageToken } from '@nestjs/throttler';
import { CapabilityThrottlerGuard } from './capability-throttler.guard.js';
import { ConcurrentCallsGuard } from './concurrent-calls.guard.js';
import { MemoryThrottlerStorage } from './memory-throttler.storage.js';

const storage = { provide: getStorageToken(), useClass: MemoryThrottlerStorage };

/**
 * Limits on capabilities, and the counters that all limits share. Not the package's own module, which is global: an
 * application around this one keeps its own throttlers.
 */
@Module({
  providers: [
    storage,
    // In this order: a call that finds no place is not counted as one.
    { provide: APP_GUARD, useClass: ConcurrentCallsGuard },
    { provide: APP_GUARD, useClass: CapabilityThrottlerGuard },
  ],
  exports: [storage.provide],
})
export class ThrottlingModule {}
