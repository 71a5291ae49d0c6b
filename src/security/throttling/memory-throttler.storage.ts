import { Injectable } from '@nestjs/common';
import type { ThrottlerStorage } from '@nestjs/throttler';
import { BoundedMap } from './bounded.map.js';

/** The standing of a counter after a hit. Times are in seconds. */
export type CounterState = Awaited<ReturnType<ThrottlerStorage['increment']>>;

/** A storage that answers at once. */
export interface SyncThrottlerStorage extends ThrottlerStorage {
  hit(...parameters: Parameters<ThrottlerStorage['increment']>): CounterState;
}

export function isSyncStorage(storage: ThrottlerStorage): storage is SyncThrottlerStorage {
  return 'hit' in storage;
}

/** A period in which hits are counted. */
interface Window {
  hits: number;
  endsAt: number;
  blockedUntil: number;
}

/** Counters of each limit, about 200 bytes each: bounds the memory that a flood of addresses can take. */
export const MAX_WINDOWS = 100_000;

/**
 * Counts in the memory of this process, with one counter for each key: the first hit begins a period, and the counter
 * starts again when the period is over. What comes beyond the limit waits for the end of the period, or as long as
 * `blockDuration` says. Each limit has counters of its own, so that a flood of addresses in one makes no other forget.
 */
@Injectable()
export class MemoryThrottlerStorage implements SyncThrottlerStorage {
  /** By the name of the limit: names come from the code and not from clients. */
  private readonly limits = new Map<string, BoundedMap<Window>>();

  /** Counters in memory. */
  get size(): number {
    return [...this.limits.values()].reduce((sum, windows) => sum + windows.size, 0);
  }

  increment(...parameters: Parameters<ThrottlerStorage['increment']>): Promise<CounterState> {
    return Promise.resolve(this.hit(...parameters));
  }

  hit(key: string, ttl: number, limit: number, blockDuration: number, name: string): CounterState {
    const now = Date.now();
    const window = windowOf(this.windowsOf(name), key, now, ttl);
    const wasBlocked = window.blockedUntil > now;
    if (!wasBlocked) window.hits += 1;
    if (!wasBlocked && window.hits > limit) {
      window.blockedUntil = blockDuration > 0 ? now + blockDuration : window.endsAt;
    }
    const isBlocked = window.blockedUntil > now;
    return {
      totalHits: window.hits,
      timeToExpire: secondsUntil(window.endsAt, now),
      isBlocked,
      timeToBlockExpire: isBlocked ? secondsUntil(window.blockedUntil, now) : 0,
    };
  }

  private windowsOf(name: string): BoundedMap<Window> {
    let windows = this.limits.get(name);
    if (!windows) this.limits.set(name, (windows = new BoundedMap(MAX_WINDOWS)));
    return windows;
  }
}

function windowOf(windows: BoundedMap<Window>, key: string, now: number, ttl: number): Window {
  const isOver = ({ endsAt, blockedUntil }: Window): boolean => endsAt <= now && blockedUntil <= now;
  const known = windows.get(key);
  // Once a block is over, what was counted before it counts no more.
  if (known && !isOver(known) && (known.blockedUntil === 0 || known.blockedUntil > now)) return known;
  windows.trim(isOver);
  const window = { hits: 0, endsAt: now + ttl, blockedUntil: 0 };
  windows.set(key, window);
  return window;
}

function secondsUntil(time: number, now: number): number {
  return Math.max(0, Math.ceil((time - now) / 1000));
}
