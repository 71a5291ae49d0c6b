import type { ServerResponse } from 'node:http';
import { setImmediate } from 'node:timers/promises';

/** So long a sender waits for a client that does not read, before it goes on without regard to it. */
const PATIENCE_MS = 5000;

const waiting = new WeakMap<ServerResponse, Promise<void>>();

/**
 * Resolves when the client has taken what was sent to it, so that a capability that awaits its messages goes at the pace
 * of its client instead of having it cut off. A client that does not read delays it once.
 */
export async function taken(response: ServerResponse): Promise<void> {
  // What was sent may pass a stream before it is written.
  await setImmediate();
  if (response.destroyed || !response.writableNeedDrain) return;
  let wait = waiting.get(response);
  if (!wait) waiting.set(response, (wait = drained(response)));
  await wait;
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, PATIENCE_MS);
    const end = (): void => {
      clearTimeout(timer);
      response.off('drain', end).off('close', end);
      waiting.delete(response);
      resolve();
    };
    response.on('drain', end).on('close', end);
  });
}
