import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FunctionApplication } from '../function.application.js';
import { lateEvent } from '../fallback.responses.js';
import { sourceOf } from './events.js';
import type { LambdaContext } from './lambda.context.js';
import { exchange, type LambdaExchange } from './lambda.exchange.js';
import { type StreamHead, toStreamHead } from './results.js';

/** A handler that writes its answer while it comes. */
export type StreamHandler = (event: unknown, output: Writable, context?: LambdaContext) => Promise<void>;

/** What Lambda's runtime puts into the global scope. */
export interface LambdaRuntime {
  streamifyResponse(handler: StreamHandler): StreamHandler;
  readonly HttpResponseStream: { from(output: Writable, head: StreamHead): Writable };
}

/** @throws Error when it is called where Lambda's runtime is not */
export function streamingHandler(application: FunctionApplication, runtime = lambdaRuntime()): StreamHandler {
  if (!runtime) {
    return async () => {
      throw new Error('streamHandler works in the runtime of AWS Lambda alone, which has a global named awslambda');
    };
  }
  return runtime.streamifyResponse(async (event, output, context) => {
    const exchanged = await exchange(application, sourceOf(event), context);
    try {
      await stream(exchanged, output, runtime);
    } finally {
      exchanged.end();
    }
  });
}

async function stream(exchanged: LambdaExchange, output: Writable, runtime: LambdaRuntime): Promise<void> {
  const { answer, late } = exchanged;
  const body = runtime.HttpResponseStream.from(output, toStreamHead(answer.status, answer.headers));
  // The head goes out with the first piece, and an event stream may have nothing to say for long.
  body.write('');
  try {
    await pipeline(answer.body, body, { end: false });
  } catch (error) {
    if (!late.aborted) throw error;
    const isStream = String(answer.headers['content-type']).startsWith('text/event-stream');
    const id = isStream ? exchanged.id() : undefined;
    if (id !== undefined) body.write(lateEvent(id));
  } finally {
    await exchanged.flush();
  }
  await new Promise<void>((resolve) => body.end(resolve));
}

function lambdaRuntime(): LambdaRuntime | undefined {
  return (globalThis as { awslambda?: LambdaRuntime }).awslambda;
}
