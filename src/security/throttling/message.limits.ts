import type { ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { InjectThrottlerStorage, type ThrottlerStorage } from '@nestjs/throttler';
import { Settings } from '../../config/index.js';
import { MESSAGES, messagesKey } from './edge-throttler.guard.js';
import { TooManyRequestsException } from './too-many-requests.exception.js';
import { counterKey, trackerOf } from './tracker.js';

/** What is looked at of a message. */
interface Message {
  readonly id?: unknown;
  readonly method?: unknown;
}

interface Limit {
  readonly name: string;
  readonly what: string;
  readonly key: string;
  readonly limit: number;
}

/** Counts what is known only when the body has been read: the further messages of a batch, and handshakes. */
@Injectable()
export class MessageLimits {
  constructor(
    private readonly settings: Settings,
    @InjectThrottlerStorage() private readonly storage: ThrottlerStorage,
  ) {}

  /**
   * Before any of the messages is looked at further.
   *
   * @throws TooManyRequestsException for all of them, if they are too many
   */
  async admit(request: object, response: ServerResponse, body: object): Promise<void> {
    const messages: readonly Message[] = Array.isArray(body) ? body : [body];
    const { throttleLimit, throttleInitializeLimit } = this.settings;
    const tracker = trackerOf(request);
    const id = messages.length === 1 ? idOf(messages[0]) : undefined;
    const further = messages.length - 1;
    if (throttleLimit > 0 && further > 0) {
      const limit = { name: MESSAGES, what: 'messages', key: messagesKey(tracker), limit: throttleLimit };
      const remaining = await this.count(limit, further, id);
      response.setHeader('RateLimit-Remaining', String(remaining));
    }
    const handshakes = messages.filter(({ method }) => method === 'initialize').length;
    if (throttleInitializeLimit > 0 && handshakes > 0) {
      const key = counterKey('initialize', tracker);
      const limit = { name: 'initialize', what: 'initialize requests', key, limit: throttleInitializeLimit };
      await this.count(limit, handshakes, id);
    }
  }

  /** @returns how many more there may be */
  private async count(
    { name, what, key, limit }: Limit,
    hits: number,
    id: string | number | undefined,
  ): Promise<number> {
    const ttl = this.settings.throttleTtlSeconds * 1000;
    let remaining = limit;
    for (let hit = 0; hit < hits; hit += 1) {
      const { isBlocked, timeToBlockExpire, totalHits } = await this.storage.increment(key, ttl, limit, 0, name);
      if (isBlocked) throw new TooManyRequestsException(what, { limit, retryAfterSeconds: timeToBlockExpire }, id);
      remaining = Math.max(0, limit - totalHits);
    }
    return remaining;
  }
}

function idOf(message: Message | undefined): string | number | undefined {
  const id = message?.id;
  return typeof id === 'string' || typeof id === 'number' ? id : undefined;
}
