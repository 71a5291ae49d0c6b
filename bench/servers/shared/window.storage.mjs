/**
 * Counts the hits of a fixed window. The storage that comes with the throttler keeps a time for every single hit and
 * walks through all of them at the next: with one caller that never rests it would stand still.
 */
export class WindowStorage {
  #windows = new Map();

  async increment(key, ttl, limit) {
    const now = Date.now();
    let window = this.#windows.get(key);
    if (window === undefined || window.endsAt <= now) {
      window = { hits: 0, endsAt: now + ttl };
      this.#windows.set(key, window);
    }
    window.hits += 1;
    const timeToExpire = Math.ceil((window.endsAt - now) / 1000);
    return { totalHits: window.hits, timeToExpire, isBlocked: window.hits > limit, timeToBlockExpire: timeToExpire };
  }
}
