import type { Readable } from 'node:stream';

/**
 * A body as a web stream, at the pace of its reader. Node's own adapter throws outside of all reach when a reader
 * cancels what is being closed (Node 20).
 *
 * @param beforeEnd what the end of the stream waits for
 */
export function webStream(body: Readable, beforeEnd: () => Promise<void>): ReadableStream<Uint8Array> {
  let isOver = false;
  const over = (end: () => void) => (): void => {
    if (!isOver) end();
    isOver = true;
  };
  return new ReadableStream<Uint8Array>({
    start(controller): void {
      body.pause();
      body.on('data', (chunk: Uint8Array) => {
        if (!isOver) controller.enqueue(new Uint8Array(chunk));
        if ((controller.desiredSize ?? 0) <= 0) body.pause();
      });
      body.once(
        'end',
        over(() => {
          // A reader that cancels meanwhile has closed the stream itself.
          void beforeEnd()
            .then(() => controller.close())
            .catch(() => undefined);
        }),
      );
      body.once('error', (error) => over(() => controller.error(error))());
      body.once(
        'close',
        over(() => controller.error(new Error('The answer ended before its end'))),
      );
    },
    pull: () => void body.resume(),
    cancel(): void {
      isOver = true;
      body.destroy();
    },
  });
}
