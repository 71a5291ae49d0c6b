import { PassThrough, type Writable } from 'node:stream';
import type { INestApplication } from '@nestjs/common';
import { toLambda } from '../../src/index.js';
import { startFront, type Front, type FunctionResult } from '../serverless/support/front.mjs';

type StreamHandler = (event: unknown, output: Writable) => Promise<void>;

/** The part of Lambda's runtime that a streaming handler sees; what it writes is to be had from the output. */
const runtime = {
  streamifyResponse: (handler: StreamHandler): StreamHandler => handler,
  HttpResponseStream: {
    from: (output: Writable, head: object): Writable => {
      output.emit('head', head);
      return output;
    },
  },
};

/** Serves the application as a function that streams, behind a front that makes an event of each request. */
export async function serveAsFunction(app: INestApplication): Promise<Front> {
  Object.assign(globalThis, { awslambda: runtime });
  const { streamHandler } = toLambda(async () => app);
  const invoke = (event: object): Promise<FunctionResult> =>
    new Promise((resolve, reject) => {
      const output = new PassThrough();
      output.once('head', (head: FunctionResult) => resolve({ ...head, body: output }));
      streamHandler(event, output).catch(reject);
    });
  return startFront(invoke);
}
