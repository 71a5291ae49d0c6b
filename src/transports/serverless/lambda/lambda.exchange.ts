import { setImmediate } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { Answer } from '../platform-request.js';
import type { FunctionApplication } from '../function.application.js';
import type { Injector } from '../injector.js';
import { givenUp, notStarted, requestIdOf, tooLate } from '../fallback.responses.js';
import { readEvent } from './event.reader.js';
import type { Sourced } from './events.js';
import { type LambdaContext, timeLeft } from './lambda.context.js';

/** An event on its way through the application. */
export interface LambdaExchange {
  readonly answer: Answer;
  /** The id of the request, where an answer of our own needs one: nobody has looked at the body before. */
  id(): string | number | undefined;
  /** Aborted when the time is over. */
  readonly late: AbortSignal;
  /** An answer of our own, in place of one that does not come or breaks off. */
  insteadOf(this: void, error: unknown): Answer;
  /** Resolves when what the audit says of it is written: Lambda freezes the process as soon as it has the answer. */
  flush(): Promise<void>;
  /** To be called when the answer has been sent, or nobody waits for it. */
  end(): void;
}

const logger = new Logger('Lambda');

/** Hands an event to the application and gives its answer, or one of our own before Lambda would end the function. */
export async function exchange(
  application: FunctionApplication,
  sourced: Sourced,
  context: LambdaContext | undefined,
): Promise<LambdaExchange> {
  const request = readEvent(sourced);
  const { answerMs } = timeLeft(context);
  const late = new AbortController();
  const timer = answerMs === Infinity ? undefined : setTimeout(() => late.abort(), answerMs);
  const id = (): string | number | undefined => requestIdOf(request.body);
  const injector = await startedBefore(late.signal, application);
  const platformRequest = { ...request, remainingMs: timeLeft(context).callsMs, signal: late.signal };
  const flush = async (): Promise<void> => {
    // What has been aborted a moment ago gets to say so.
    if (late.signal.aborted) await setImmediate();
    await injector?.flushAudit(timeLeft(context).auditMs);
  };
  const insteadOf = (error: unknown): Answer => {
    const isLate = late.signal.aborted;
    logger.error(isLate ? 'A request was not answered in time' : 'A request was given up', error);
    const answer = isLate ? tooLate(id()) : givenUp(id());
    injector?.unanswered(platformRequest, answer.status);
    return answer;
  };
  const common = { id, late: late.signal, insteadOf, flush, end: () => clearTimeout(timer) };
  if (!injector) return { ...common, answer: notStarted() };
  const answer = await injector.send(platformRequest).catch(insteadOf);
  return { ...common, answer };
}

/** Starting goes on after that, for the next request. */
async function startedBefore(late: AbortSignal, application: FunctionApplication): Promise<Injector | undefined> {
  const over = new Promise<undefined>((resolve) => {
    late.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  const injector = await Promise.race([application.injector(), over]);
  if (late.aborted) logger.error('The server was not started in the time that the function has for a request');
  return injector;
}
