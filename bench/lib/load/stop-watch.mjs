const PATIENCE_MS = 10_000;

/** Counts the answers until the time is up. What is answered later is still verified, and not counted. */
class StopWatch {
  #startedAt = performance.now();
  #meter;
  #before;
  #count = 0;
  isRunning = true;

  constructor(meter) {
    this.#meter = meter;
    this.#before = meter?.();
  }

  tick() {
    if (this.isRunning) this.#count += 1;
  }

  stop() {
    this.isRunning = false;
    const ms = performance.now() - this.#startedAt;
    const after = this.#meter?.();
    const used = after && { server: after.server - this.#before.server, load: after.load - this.#before.load };
    return { calls: this.#count, ms, perSecond: (this.#count * 1000) / ms, used };
  }
}

/**
 * Runs a load for a time and waits for the answers that are then still on their way.
 *
 * @param begin `(watch, done, failed)`: sends, ticks for each answer, sends no more once the watch has stopped, and calls
 *   `done` after the last answer
 * @param meter returns the processor seconds `{ server, load }` used so far; read when the watch starts and stops, so that
 *   connecting and the last answers are not counted
 * @returns `{ calls, ms, perSecond, used }`
 */
export async function measure(ms, begin, meter) {
  let outcome;
  let timer;
  try {
    await new Promise((resolve, reject) => {
      const watch = new StopWatch(meter);
      const giveUp = () => reject(new Error(`No answer for ${PATIENCE_MS / 1000} s`));
      timer = setTimeout(() => {
        outcome = watch.stop();
        timer = setTimeout(giveUp, PATIENCE_MS);
      }, ms);
      begin(watch, resolve, reject);
    });
  } finally {
    clearTimeout(timer);
  }
  return outcome;
}
