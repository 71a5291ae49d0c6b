import type { Readable } from 'node:stream';

/**
 * A body as a web stream, at the pace of its reader. Node's own adapter throws outside of all reach when a reader
 * cancels what is being closed (Node 20).
 */
export function webStream(body: Readable): ReadableStream<Uint8Array> {
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
        over(() => controller.close()),
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
