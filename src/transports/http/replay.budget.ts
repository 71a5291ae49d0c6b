import { Injectable } from '@nestjs/common';

/** All sessions together keep so many bytes of events for clients that come back. */
export const MAX_REPLAY_BYTES = 64 * 1024 * 1024;

/** The events that one session keeps. */
export interface ReplayStore {
  readonly bytes: number;
  /** Forgets everything: whoever comes back has to begin anew. */
  clear(): void;
}

/**
 * Shares one budget between the sessions. When it is used up, the session that has been quiet for the longest time loses
 * its events first: its client is the least likely to come back for them.
 */
@Injectable()
export class ReplayBudget {
  /** The quietest one first, with the bytes that are counted for it. */
  private readonly stores = new Map<ReplayStore, number>();
  private total = 0;

  get bytes(): number {
    return this.total;
  }

  /** What a store keeps has changed: it is the busiest one now. */
  update(store: ReplayStore): void {
    this.forget(store);
    this.stores.set(store, store.bytes);
    this.total += store.bytes;
    if (this.total <= MAX_REPLAY_BYTES) return;
    for (const quiet of [...this.quietest(store)]) {
      quiet.clear();
      this.forget(quiet);
    }
  }

  /** The session has ended. */
  forget(store: ReplayStore): void {
    this.total -= this.stores.get(store) ?? 0;
    this.stores.delete(store);
  }

  /** Those whose events have to go, never the one that has just got one. */
  private *quietest(current: ReplayStore): Iterable<ReplayStore> {
    let excess = this.total - MAX_REPLAY_BYTES;
    for (const [store, bytes] of this.stores) {
      if (excess <= 0 || store === current) return;
      excess -= bytes;
      yield store;
    }
  }
}
