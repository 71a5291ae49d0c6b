import { setTimeout as sleep } from 'node:timers/promises';

/** Repeats an expectation until it holds, for what arrives on its own. */
export async function eventually(expectation: () => void | Promise<void>, limitMs = 3000): Promise<void> {
  for (const end = Date.now() + limitMs; ; await sleep(5)) {
    try {
      return await expectation();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
  }
}
