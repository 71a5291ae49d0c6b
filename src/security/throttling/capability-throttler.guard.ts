import { Inject, Injectable, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import {
  InjectThrottlerStorage,
  ThrottlerGuard,
  type ThrottlerLimitDetail,
  type ThrottlerOptions,
  type ThrottlerStorage,
} from '@nestjs/throttler';
import { McpExecutionContext, type McpContextType } from '../../mcp/contract/index.js';
import type { AddressedRequest } from '../network/client-address.js';
import { TooManyRequestsException } from './too-many-requests.exception.js';
import { counterKey, trackerOf } from './tracker.js';

/** Where `@Throttle` leaves its limits: the name of the limit follows. */
const LIMIT_METADATA = 'THROTTLER:LIMIT';

/** How long a client may hold the state of a round, and how long its use is remembered. */
const ROUND_MS = 3_600_000;

/**
 * Enforces `@Throttle` on capabilities and toolsets, on every transport: limits the calls of one capability by one principal.
 *
 * A call counts once, however many rounds it takes (2026-07-28): the round that continues a call does not count. Each
 * state continues its call once, so that nobody can call for ever with one that was paid for.
 */
@Injectable()
export class CapabilityThrottlerGuard extends ThrottlerGuard {
  constructor(
    // Said for each place: what the class above asks for there would be injected otherwise.
    @InjectThrottlerStorage() private readonly counters: ThrottlerStorage,
    @Inject(Reflector) reflector: Reflector,
  ) {
    // The names of these limits are the application's: none of them is to be one of the edge.
    const own: ThrottlerStorage = {
      increment: (key, ttl, limit, block, name) => counters.increment(key, ttl, limit, block, `capability ${name}`),
    };
    super({ throttlers: [], setHeaders: false }, own, reflector);
  }

  /** There is nothing to configure: the decorators say it all. */
  override onModuleInit(): Promise<void> {
    this.throttlers = [];
    this.commonOptions = {
      setHeaders: false,
      getTracker: (request, context) => trackerOf(request as AddressedRequest, principalIn(context)),
      generateKey: (context, tracker, name) => capabilityKey(context, tracker, name),
    };
    return Promise.resolve();
  }

  protected override async shouldSkip(context: ExecutionContext): Promise<boolean> {
    if (context.getType<McpContextType>() !== 'mcp') return true;
    const limits = namesOn(context);
    if (limits.length === 0) return true;
    for (const name of limits) this.learn(name);
    return this.continuesCall(context);
  }

  protected override throwThrottlingException(
    context: ExecutionContext,
    { limit, timeToBlockExpire }: ThrottlerLimitDetail,
  ): Promise<void> {
    const { name } = McpExecutionContext.create(context).getCapability();
    throw new TooManyRequestsException(`calls of ${name}`, { limit, retryAfterSeconds: timeToBlockExpire });
  }

  /** A limit of any name is kept: `@Throttle({ burst: { limit: 2, ttl: 1000 } })`. */
  private learn(name: string): void {
    if (this.throttlers.some((known) => known.name === name)) return;
    const limit: ThrottlerOptions = {
      name,
      limit: Infinity,
      ttl: 0,
      // A blocked caller waits for the end of the period, unless the decorator says how long.
      blockDuration: 0,
      skipIf: (context) => !namesOn(context).includes(name),
    };
    this.throttlers.push(limit);
  }

  private async continuesCall(context: ExecutionContext): Promise<boolean> {
    const state = McpExecutionContext.create(context).getRequestState();
    if (state === undefined) return false;
    const { isBlocked } = await this.counters.increment(counterKey('round', state), ROUND_MS, 1, 0, 'round');
    return !isBlocked;
  }
}

function principalIn(context: ExecutionContext) {
  return McpExecutionContext.create(context).getContext().principal;
}

function capabilityKey(context: ExecutionContext, tracker: string, name: string): string {
  const { kind, name: capability } = McpExecutionContext.create(context).getCapability();
  return counterKey('capability', kind, capability, name, tracker);
}

/** By method and class: decorators do not change any more. */
const names = new WeakMap<object, WeakMap<object, readonly string[]>>();

/** Whether `@Throttle` limits a method, on it or on its class. */
export function hasThrottles(method: object, type: object): boolean {
  return limitNames(method, type).length > 0;
}

function namesOn(context: ExecutionContext): readonly string[] {
  return limitNames(context.getHandler(), context.getClass());
}

function limitNames(method: object, type: object): readonly string[] {
  const known = names.get(method)?.get(type);
  if (known) return known;
  const keys = [method, type].flatMap((target) => Reflect.getMetadataKeys(target) as unknown[]);
  const found = keys.flatMap((key) =>
    typeof key === 'string' && key.startsWith(LIMIT_METADATA) ? [key.slice(LIMIT_METADATA.length)] : [],
  );
  const byType = names.get(method) ?? new WeakMap<object, readonly string[]>();
  names.set(method, byType.set(type, found));
  return found;
}
