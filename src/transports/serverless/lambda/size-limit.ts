import { ErrorCode, errorResponse } from '../../../mcp/index.js';
import type { Sourced } from './events.js';
import { toResult, type LambdaResult, type WholeAnswer } from './results.js';

/** Lambda's limit for what a handler returns, in bytes of its JSON text. */
const LAMBDA_BYTES = 6_291_556;

/** What a load balancer takes of it. */
const ALB_BYTES = 1_048_576;

type Message = Readonly<Record<string, unknown>>;

/**
 * The result for Lambda, as a whole if it fits. What does not fit would be a failure of the platform, with nothing in it
 * that a client could understand: an answer that says so takes its place, under the id of the request.
 *
 * @param tell is told what was left out
 */
export function fittingResult(sourced: Sourced, answer: WholeAnswer, tell: (text: string) => void): LambdaResult {
  const limit = sourced.source === 'alb' ? ALB_BYTES : LAMBDA_BYTES;
  const whole = toResult(sourced, answer);
  const bytes = sizeOf(whole);
  if (bytes <= limit) return whole;
  tell(`An answer has ${bytes} bytes and ${nameOf(sourced)} takes ${limit}: the client is told so instead`);
  // Messages in the course of the request go first: the answer is what the client waits for.
  for (const shorten of [
    answersOf,
    (messages: Message[]) => answersOf(messages).map((one) => tooLarge(one, bytes, limit)),
  ]) {
    const shorter = toResult(sourced, rewritten(answer, shorten));
    if (sizeOf(shorter) <= limit) return shorter;
  }
  return toResult(sourced, refusalOf(answer, bytes, limit));
}

function sizeOf(result: LambdaResult): number {
  return Buffer.byteLength(JSON.stringify(result));
}

function nameOf({ source }: Sourced): string {
  return source === 'alb' ? 'a load balancer' : 'Lambda';
}

const textOfExcess = (bytes: number, limit: number): string =>
  `The answer has ${bytes} bytes and this function can send ${limit}: ask for less, such as a narrower filter or a smaller page.`;

function answersOf(messages: readonly Message[]): Message[] {
  return messages.filter((message) => 'id' in message && !('method' in message));
}

/** A tool says it in its result, where the model reads it; every other method in an error. */
function tooLarge(message: Message, bytes: number, limit: number): Message {
  const text = textOfExcess(bytes, limit);
  const result = message['result'] as Message | undefined;
  if (Array.isArray(result?.['content'])) {
    const { structuredContent: _structured, ...rest } = result;
    return { ...message, result: { ...rest, content: [{ type: 'text', text }], isError: true } };
  }
  return errorResponse(ErrorCode.Refused, text, message['id'] as string | number) as unknown as Message;
}

/** The answer with other messages in it, in the form that it has; without any if it holds none. */
function rewritten(answer: WholeAnswer, change: (messages: Message[]) => Message[]): WholeAnswer {
  const text = answer.body.toString('utf8');
  const isStream = String(answer.headers['content-type']).startsWith('text/event-stream');
  try {
    const messages = change(isStream ? eventsOf(text) : ([JSON.parse(text)].flat() as Message[]));
    const isBatch = !isStream && text.trimStart().startsWith('[');
    const body = isStream
      ? messages.map((message) => `event: message\ndata: ${JSON.stringify(message)}\n\n`).join('')
      : JSON.stringify(isBatch ? messages : messages[0]);
    return withBody(answer, body);
  } catch {
    return answer;
  }
}

function eventsOf(text: string): Message[] {
  return text
    .split('\n\n')
    .map((event) => event.split('\n').find((line) => line.startsWith('data:')))
    .flatMap((line) => (line === undefined || line.length < 7 ? [] : [JSON.parse(line.slice(5)) as Message]));
}

/** For what is no message of the protocol. */
function refusalOf(answer: WholeAnswer, bytes: number, limit: number): WholeAnswer {
  const body = JSON.stringify(errorResponse(ErrorCode.Refused, textOfExcess(bytes, limit)));
  return withBody({ ...answer, status: 500, headers: { 'content-type': 'application/json' } }, body);
}

function withBody({ status, headers }: WholeAnswer, text: string): WholeAnswer {
  const body = Buffer.from(text);
  return { status, headers: { ...headers, 'content-length': String(body.length) }, body };
}
