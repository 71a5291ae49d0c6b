import { Module } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { getStorageToken } from '@nestjs/throttler';
import { CapabilityThrottlerGuard } from './capability-throttler.guard.js';
import { ConcurrentCallsInterceptor } from './concurrent-calls.interceptor.js';
import { MemoryThrottlerStorage } from './memory-throttler.storage.js';

const storage = { provide: getStorageToken(), useClass: MemoryThrottlerStorage };

/**
 * Limits on capabilities, and the counters that all limits share. Not the package's own module, which is global: an
 * application around this one keeps its own throttlers.
 */
@Module({
  providers: [
    storage,
    { provide: APP_GUARD, useClass: CapabilityThrottlerGuard },
    { provide: APP_INTERCEPTOR, useClass: ConcurrentCallsInterceptor },
  ],
  exports: [storage.provide],
})
export class ThrottlingModule {}
