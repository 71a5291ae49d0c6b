import type { Readable } from 'node:stream';
import { Logger } from '@nestjs/common';
import type { FunctionApplication } from '../function.application.js';
import { sourceOf } from './events.js';
import { fittingResult } from './size-limit.js';
import type { LambdaContext } from './lambda.context.js';
import { exchange, type LambdaExchange } from './lambda.exchange.js';
import type { LambdaResult, WholeAnswer } from './results.js';

/** A handler that gives its answer as a whole. */
export type Handler = (event: unknown, context?: LambdaContext) => Promise<LambdaResult>;

/** The handler throws `UnknownEventError` for what stands for no HTTP request. */
export function bufferedHandler(application: FunctionApplication): Handler {
  const logger = new Logger('Lambda');
  return async (event, context) => {
    const sourced = sourceOf(event);
    const exchanged = await exchange(application, sourced, context);
    try {
      const result = fittingResult(sourced, await wholeOf(exchanged), (text) => logger.warn(text));
      await exchanged.flush();
      return result;
    } finally {
      exchanged.end();
    }
  };
}

async function wholeOf({ answer, insteadOf }: LambdaExchange): Promise<WholeAnswer> {
  try {
    return { ...answer, body: await bytesOf(answer.body) };
  } catch (error) {
    const own = insteadOf(error);
    return { ...own, body: await bytesOf(own.body) };
  }
}

async function bytesOf(body: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}
