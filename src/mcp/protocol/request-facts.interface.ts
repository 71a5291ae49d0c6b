import type { ClientCapabilities } from '@modelcontextprotocol/server';
import type { Call } from '../invocation/index.js';
import type { MethodName } from './method-table.js';
import type { Params } from './protocol-call.interface.js';
import type { SendToClient } from './questions/pushed-questions.js';
import type { Answers } from './questions/round-trip-questions.js';

/** What is known of a request before it becomes a call, whoever has read it. */
export interface RequestFacts extends Omit<Call, 'questions' | 'timeoutMs' | 'startTask' | 'notes'> {
  readonly method: MethodName;
  readonly params: Params;
  /** What the client declared: with the request in the modern era, at `initialize` in the legacy era. */
  readonly clientCapabilities: ClientCapabilities | undefined;
  /** Answers that the client sent along, by the key of their question. */
  readonly inputResponses: Answers;
  /** As the client sent it. */
  readonly requestState: unknown;
  /** The way back to the client while the request is open; `undefined` where there is none. */
  readonly ask: SendToClient | undefined;
  /** URIs that this connection subscribed to (legacy era, live connections); `undefined` where there are none. */
  readonly subscriptions: Set<string> | undefined;
}
