import { Inject, Injectable, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import {
  InjectThrottlerStorage,
  ThrottlerGuard,
  type ThrottlerLimitDetail,
  type ThrottlerStorage,
} from '@nestjs/throttler';
import { Settings } from '../../config/index.js';
import { TooManyRequestsException } from './too-many-requests.exception.js';
import { counterKey, trackerOf } from './tracker.js';

/** The counter of messages, which all network transports share. */
export const MESSAGES = 'default';

export function messagesKey(tracker: string): string {
  return counterKey('messages', tracker);
}

/**
 * Counts one message for each request, before its body is read; `MessageLimits` counts the others once it is. For a
 * principal, or for an address where callers are anonymous.
 */
@Injectable()
export class EdgeThrottlerGuard extends ThrottlerGuard {
  protected override headerPrefix = 'RateLimit';

  constructor(
    // Said for each place: what the class above asks for there would be injected otherwise.
    @Inject(Settings) private readonly settings: Settings,
    @InjectThrottlerStorage() storage: ThrottlerStorage,
    @Inject(Reflector) reflector: Reflector,
  ) {
    const { throttleLimit, throttleTtlSeconds } = settings;
    // A blocked caller waits for the end of the period.
    const messages = { name: MESSAGES, limit: throttleLimit, ttl: throttleTtlSeconds * 1000, blockDuration: 0 };
    super({ throttlers: [messages] }, storage, reflector);
  }

  protected override shouldSkip(): Promise<boolean> {
    return Promise.resolve(this.settings.throttleLimit === 0);
  }

  protected override getTracker(request: object): Promise<string> {
    return Promise.resolve(trackerOf(request));
  }

  protected override generateKey(_context: ExecutionContext, tracker: string): string {
    return messagesKey(tracker);
  }

  protected override throwThrottlingException(
    _context: ExecutionContext,
    { limit, timeToBlockExpire }: ThrottlerLimitDetail,
  ): Promise<void> {
    throw new TooManyRequestsException('messages', { limit, retryAfterSeconds: timeToBlockExpire });
  }
}
