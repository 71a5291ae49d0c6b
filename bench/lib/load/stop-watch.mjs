const PATIENCE_MS = 10_000;

/** Counts what is answered until the time is up. What is answered later is still verified, and not counted. */
class StopWatch {
  #startedAt = performance.now();
  #count = 0;
  isRunning = true;

  tick() {
    if (this.isRunning) this.#count += 1;
  }

  stop() {
    this.isRunning = false;
    const ms = performance.now() - this.#startedAt;
    return { calls: this.#count, ms, perSecond: (this.#count * 1000) / ms };
  }
}

/**
 * Runs a load for a time and waits for the answers that are then still on their way.
 *
 * @param begin `(watch, done, failed)`: sends, ticks for each answer, sends no more once the watch has stopped, and says
 *   when the last answer has come
 * @returns `{ calls, ms, perSecond }`
 */
export async function measure(ms, begin) {
  let outcome;
  let timer;
  try {
    await new Promise((resolve, reject) => {
      const watch = new StopWatch();
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
