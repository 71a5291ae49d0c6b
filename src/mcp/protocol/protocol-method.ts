import type { ClientCapabilities } from '@modelcontextprotocol/server';
import type { MaybePromise } from '../common/maybe-promise.js';
import type { RequestContext } from '../common/request-context.js';
import type { Call, Serialised } from '../invocation/index.js';
import type { Params } from './params.js';
import type { Answers } from './questions/round-trip-questions.js';
import type { Target } from './target.js';

/** A call as the methods of the protocol see it. */
export interface ProtocolCall extends Call {
  /** Method of the protocol. */
  readonly method: string;
  readonly params: Params;
  /** The capability that the request names, as the caller sees it. */
  readonly target: Target;
  /** The request that carried the call. */
  readonly context: RequestContext;
  /** When the call began, as a date and on the clock of `performance.now()`. */
  readonly time: Date;
  readonly startedAt: number;
  /** The client's capabilities: from the request in the modern era, from `initialize` in the legacy era. */
  readonly clientCapabilities: ClientCapabilities | undefined;
  /** Answers that the client sent along, by the key of their question. */
  readonly inputResponses: Answers;
  /** URIs that this connection subscribed to (legacy era, live connections); `undefined` where there are none. */
  readonly subscriptions: Set<string> | undefined;
}

/** Result of a method: plain data, with its JSON text where that was needed to measure it. */
export type MethodResult = Params | Serialised<object>;

/** The one place where a method of the protocol lives. */
export type ProtocolMethod = (params: Params, call: ProtocolCall) => MaybePromise<MethodResult>;
