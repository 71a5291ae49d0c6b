import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until `probe` gives something, and gives it. */
export async function until<Value>(
  probe: () => Value | undefined | Promise<Value | undefined>,
  what: string,
  limitMs = 5000,
): Promise<Value> {
  for (const end = performance.now() + limitMs; ; await sleep(10)) {
    const value = await probe();
    if (value !== undefined) return value;
    if (performance.now() > end) throw new Error(`Waited ${limitMs} ms in vain for ${what}`);
  }
}

/** The outcome of the promise, or an error that says what was waited for in vain. */
export async function within<Value>(promise: Promise<Value>, what: string, limitMs: number): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Waited ${limitMs} ms in vain for ${what}`)), limitMs);
  });
  try {
    return await Promise.race([promise, limit]);
  } finally {
    clearTimeout(timer);
  }
}
