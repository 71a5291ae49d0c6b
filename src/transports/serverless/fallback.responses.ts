import { Readable } from 'node:stream';
import { ErrorCode, errorResponse } from '../../mcp/index.js';
import type { Answer } from './platform-request.js';

const RETRY_AFTER_SECONDS = '5';

/** For a request that came while the application cannot be started. Why is the operator's business. */
export function notStarted(): Answer {
  return answerOf(503, 'The server could not be started: its log says why', undefined, {
    'retry-after': RETRY_AFTER_SECONDS,
  });
}

/** For a request that the application gave up without an answer. */
export function givenUp(id: string | number | undefined): Answer {
  return answerOf(500, 'The request was given up without an answer', id);
}

/** For a request that the platform is about to end. */
export function tooLate(id: string | number | undefined): Answer {
  return answerOf(504, LATE, id);
}

/** The event that ends a stream which the platform is about to end. */
export function lateEvent(id: string | number): string {
  return `event: message\ndata: ${JSON.stringify(errorResponse(ErrorCode.Refused, LATE, id))}\n\n`;
}

const LATE = 'The function has no time left for this request: ask for less, or have its timeout raised';

function answerOf(
  status: number,
  message: string,
  id?: string | number,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  const body = Buffer.from(JSON.stringify(errorResponse(ErrorCode.Refused, message, id)));
  return {
    status,
    headers: { 'content-type': 'application/json', 'content-length': String(body.length), ...headers },
    body: Readable.from([body]),
  };
}

/** The id of the one request in a body, for an answer that nobody else gives; `undefined` if there is none. */
export function requestIdOf(body: unknown): string | number | undefined {
  if (!Buffer.isBuffer(body)) return undefined;
  try {
    const { id } = JSON.parse(body.toString('utf8')) as { id?: unknown };
    return typeof id === 'string' || typeof id === 'number' ? id : undefined;
  } catch {
    return undefined;
  }
}
