import type { ServerResponse } from 'node:http';

/** A client that leaves more bytes than this unread is cut off: a slow reader must not fill the memory of all. */
const MAX_UNREAD_BYTES = 1024 * 1024;

/** How long to wait for a slow client before sending anyway. */
const DRAIN_TIMEOUT_MS = 5000;

/** Headers of an event stream; without buffering, and without compression by proxies such as nginx. */
export const EVENT_STREAM: readonly string[] = [
  ...['Content-Type', 'text/event-stream'],
  ...['Cache-Control', 'no-cache, no-transform'],
  ...['Connection', 'keep-alive'],
  ...['X-Accel-Buffering', 'no'],
];

export const KEEP_ALIVE = ': keepalive\n\n';

/** What stands before and behind a JSON-RPC message in an event without an id. */
export const MESSAGE_EVENT = 'event: message\ndata: ';
export const EVENT_END = '\n\n';

/** A JSON-RPC message as an event; with an id where the client can resume the stream behind it. */
export function messageEvent(text: string, id?: string): string {
  return id === undefined ? `${MESSAGE_EVENT}${text}${EVENT_END}` : `event: message\nid: ${id}\ndata: ${text}\n\n`;
}

/**
 * Writes to a stream, or cuts it off when its client does not read.
 *
 * @param allowance bytes that may wait beyond the limit because the client has asked for them
 * @returns whether it was written
 */
export function writeBounded(response: ServerResponse, event: string, allowance = 0): boolean {
  if (response.destroyed || response.writableEnded) return false;
  if (response.writableLength > MAX_UNREAD_BYTES + allowance) {
    response.destroy();
    return false;
  }
  response.write(event);
  return true;
}

const waiting = new WeakMap<ServerResponse, Promise<void>>();

/**
 * Resolves when the client has taken what was sent to it, so that a capability that awaits its messages goes at the pace
 * of its client instead of having it cut off. A client that does not read delays it once.
 */
export function waitForDrain(response: ServerResponse): Promise<void> | undefined {
  if (response.destroyed || !response.writableNeedDrain) return undefined;
  let wait = waiting.get(response);
  if (!wait) waiting.set(response, (wait = drained(response)));
  return wait;
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, DRAIN_TIMEOUT_MS);
    const end = (): void => {
      clearTimeout(timer);
      response.off('drain', end).off('close', end);
      waiting.delete(response);
      resolve();
    };
    response.on('drain', end).on('close', end);
  });
}
