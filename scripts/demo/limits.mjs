/** Longest wait for one step; a busy machine needs far less. */
export const STEP_MS = 10_000;

/** Longest time from the start of a server until it takes calls. */
export const BOOT_MS = 15_000;

/** Longest time a server may take to end by itself. Clients keep a spare connection for some seconds. */
export const STOP_MS = 10_000;

/** Longest time for the whole demonstration. */
export const TOTAL_MS = 60_000;

/** The outcome of the promise, or an error that says what was waited for in vain. */
export async function within(milliseconds, what, promise) {
  let timer;
  const limit = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took longer than ${seconds(milliseconds)}`)), milliseconds);
  });
  try {
    return await Promise.race([promise, limit]);
  } finally {
    clearTimeout(timer);
  }
}

/** A running clock: call it for the milliseconds that have passed. */
export function stopwatch() {
  const start = performance.now();
  return () => performance.now() - start;
}

export function seconds(milliseconds) {
  return `${(milliseconds / 1000).toFixed(milliseconds < 10_000 ? 2 : 0)} s`;
}
