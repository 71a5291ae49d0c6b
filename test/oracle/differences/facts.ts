import type { Difference } from '../compare/case.types.js';
import type { Exchange, Message } from '../sides/wire.js';

export type Members = Readonly<Record<string, unknown>>;

export interface Failure {
  readonly code: number;
  readonly message: string;
  readonly data?: unknown;
}

export const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What was sent, where it is one message. */
export const sentOf = ({ sent }: Difference): Members => (isObject(sent) ? sent : {});

export const paramsOf = (difference: Difference): Members => {
  const { params } = sentOf(difference);
  return isObject(params) ? params : {};
};

export const isCalled = (difference: Difference, method: string): boolean => sentOf(difference)['method'] === method;

/** The messages that a side sent in the step of the difference. */
function messagesOf(exchange: Exchange | undefined, step: number): readonly Message[] {
  return (exchange?.messages ?? []).filter((each) => each.step === step).map(({ message }) => message);
}

export const oursIn = ({ exchange, step }: Difference): readonly Message[] => messagesOf(exchange.ours, step);
export const theirsIn = ({ exchange, step }: Difference): readonly Message[] => messagesOf(exchange.theirs, step);

export function failuresIn(messages: readonly Message[]): readonly Failure[] {
  return messages.flatMap((message) =>
    isObject(message) && isObject(message['error']) ? [message['error']] : [],
  ) as never;
}

function failureIn(messages: readonly Message[]): Failure | undefined {
  const errors = failuresIn(messages);
  return errors.length === 1 ? errors[0] : undefined;
}

/** The one error that a side answered with. */
export const ourFailure = (difference: Difference): Failure | undefined => failureIn(oursIn(difference));
export const theirFailure = (difference: Difference): Failure | undefined => failureIn(theirsIn(difference));

/** Where a message that one side refuses, and the other serves, differs. */
const REFUSED: readonly string[] = [
  ...['status', 'header content-type', 'header mcp-session-id', 'ended'],
  ...['messages', 'outcome', 'error.code', 'error.data', 'id', 'error.data.envelope'],
];

/** Ours answers with this one error, and with nothing else. */
export function weRefuse(difference: Difference, code: number, words: RegExp, status = 400): boolean {
  const { ours } = difference.exchange;
  const failure = ourFailure(difference);
  if (!REFUSED.includes(difference.at) || failure?.code !== code || !words.test(failure.message)) return false;
  return ours?.status === undefined || ours.status === status || difference.case.transport === 'sse';
}

const UNREADABLE =
  /not valid JSON|A JSON-RPC message|The id of a message|The params of a message|A batch holds|A response has|__proto__|nested deeper|does not know, or a malformed/;

/** Ours answers a message that it cannot take with an error of its own. */
export function weCannotRead(difference: Difference): boolean {
  const failure = ourFailure(difference);
  return failure !== undefined && [-32700, -32600, -32602].includes(failure.code) && UNREADABLE.test(failure.message);
}

/** Whether a message of this method was sent before, or now. */
export function wasSent({ case: { steps }, step }: Difference, method: string): boolean {
  return steps.slice(0, step + 1).some((one) => one.do === 'send' && one.body.includes(`"method":"${method}"`));
}

/** The revision that was agreed on, or that a stateless request names; 2025-03-26 where it names none. */
export function revisionOf({ case: { transport, steps }, headers }: Difference): string {
  if (transport === 'http') return headers['mcp-protocol-version'] ?? '2025-03-26';
  const bodies = steps.map((step) => (step.do === 'send' ? step.body : ''));
  return bodies.map((body) => /"protocolVersion":"([^"]*)"/.exec(body)?.[1]).find((found) => found !== undefined) ?? '';
}
