import { Inject, Injectable } from '@nestjs/common';
import {
  InjectThrottlerStorage,
  ThrottlerGuard,
  type ThrottlerRequest,
  type ThrottlerStorage,
} from '@nestjs/throttler';
import { Settings } from '../../config/index.js';
import { andThen, type MaybePromise } from '../../mcp/common/maybe-promise.js';
import type { AddressedRequest } from '../network/client-address.js';
import { type CounterState, isSyncStorage } from './memory-throttler.storage.js';
import { TooManyRequestsException } from './too-many-requests.exception.js';
import { counterKey, trackerOf } from './tracker.js';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Reflector } from '@nestjs/core';

/** The counter of messages, which all network transports share. */
const MESSAGES = 'default';

/** The members of a message that limits look at. */
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

/** The standing of a caller, as the `RateLimit-*` headers say it (draft-ietf-httpapi-ratelimit-headers-06). */
export interface RateLimit {
  readonly limit: number;
  readonly remaining: number;
  /** Seconds until the period ends. */
  readonly reset: number;
}

/** Counts messages: one for each request before its body is read, the rest of a batch and handshakes after that. */
@Injectable()
export class MessageLimits {
  constructor(
    private readonly settings: Settings,
    @InjectThrottlerStorage() private readonly storage: ThrottlerStorage,
  ) {}

  /**
   * Counts a request, whose body is not read yet.
   *
   * @returns `undefined` where messages are not limited
   * @throws TooManyRequestsException
   */
  countRequest(request: AddressedRequest): MaybePromise<RateLimit | undefined> {
    const { throttleLimit: limit } = this.settings;
    if (limit === 0) return undefined;
    const messages = { name: MESSAGES, what: 'messages', key: messagesKey(trackerOf(request)), limit };
    return andThen(this.hit(messages), (state) => rateLimitOf(messages, state));
  }

  /**
   * Counts what is known only when the body has been read, before any of its messages is looked at further.
   *
   * @throws TooManyRequestsException for all of them, if they are too many
   */
  admit(
    request: AddressedRequest,
    answer: { setHeader(name: string, value: string): void },
    body: object,
  ): MaybePromise<void> {
    const isBatch = Array.isArray(body);
    if (!isBatch && (body as Message).method !== 'initialize') return undefined;
    return this.admitAll(request, answer, isBatch ? (body as Message[]) : [body]);
  }

  private async admitAll(
    request: AddressedRequest,
    answer: { setHeader(name: string, value: string): void },
    messages: readonly Message[],
  ): Promise<void> {
    const { throttleLimit, throttleInitializeLimit } = this.settings;
    const tracker = trackerOf(request);
    const id = messages.length === 1 ? idOf(messages[0]) : undefined;
    const further = messages.length - 1;
    if (throttleLimit > 0 && further > 0) {
      const limit = { name: MESSAGES, what: 'messages', key: messagesKey(tracker), limit: throttleLimit };
      const remaining = await this.count(limit, further, id);
      answer.setHeader('RateLimit-Remaining', String(remaining));
    }
    const handshakes = messages.filter(({ method }) => method === 'initialize').length;
    if (throttleInitializeLimit > 0 && handshakes > 0) {
      const key = counterKey('initialize', tracker);
      const limit = { name: 'initialize', what: 'initialize requests', key, limit: throttleInitializeLimit };
      await this.count(limit, handshakes, id);
    }
  }

  /** @returns how many more there may be */
  private async count(limit: Limit, hits: number, id: string | number | undefined): Promise<number> {
    let { limit: remaining } = limit;
    for (let hit = 0; hit < hits; hit += 1) remaining = rateLimitOf(limit, await this.hit(limit), id).remaining;
    return remaining;
  }

  private hit({ key, limit, name }: Limit): MaybePromise<CounterState> {
    const { storage } = this;
    const ttl = this.settings.throttleTtlSeconds * 1000;
    // A blocked caller waits for the end of the period.
    return isSyncStorage(storage) ? storage.hit(key, ttl, limit, 0, name) : storage.increment(key, ttl, limit, 0, name);
  }
}

function messagesKey(tracker: string): string {
  return counterKey('messages', tracker);
}

/** @throws TooManyRequestsException */
function rateLimitOf({ what, limit }: Limit, state: CounterState, id?: string | number): RateLimit {
  const { isBlocked, timeToBlockExpire, totalHits, timeToExpire } = state;
  if (isBlocked) throw new TooManyRequestsException(what, { limit, retryAfterSeconds: timeToBlockExpire }, id);
  return { limit, remaining: Math.max(0, limit - totalHits), reset: timeToExpire };
}

function idOf(message: Message | undefined): string | number | undefined {
  const id = message?.id;
  return typeof id === 'string' || typeof id === 'number' ? id : undefined;
}

/** Counts one message for each request, before its body is read. */
@Injectable()
export class EdgeThrottlerGuard extends ThrottlerGuard {
  constructor(
    // Said for each place: what the class above asks for there would be injected otherwise.
    @Inject(MessageLimits) private readonly limits: MessageLimits,
    @InjectThrottlerStorage() storage: ThrottlerStorage,
    @Inject(Reflector) reflector: Reflector,
  ) {
    super({ throttlers: [{ name: MESSAGES, limit: 0, ttl: 0 }] }, storage, reflector);
  }

  /** @throws TooManyRequestsException */
  protected override async handleRequest({ context }: ThrottlerRequest): Promise<boolean> {
    const { req, res } = this.getRequestResponse(context) as { req: IncomingMessage; res: ServerResponse };
    const state = await this.limits.countRequest(req);
    if (!state) return true;
    res.setHeader('RateLimit-Limit', state.limit);
    res.setHeader('RateLimit-Remaining', state.remaining);
    res.setHeader('RateLimit-Reset', state.reset);
    return true;
  }
}
