import type { ClientCapabilities } from '@modelcontextprotocol/server';
import type { Call, CallNotes } from '../invocation/index.js';
import type { Answers } from './questions/round-trip-questions.js';

/** A call as the methods of the protocol see it. */
export interface ProtocolCall extends Call {
  readonly notes: CallNotes;
  /** What the client declared: with the request in the modern era, at `initialize` in the legacy era. */
  readonly clientCapabilities: ClientCapabilities | undefined;
  /** Answers that the client sent along, by the key of their question. */
  readonly inputResponses: Answers;
  /** URIs that this connection subscribed to (legacy era, live connections); `undefined` where there are none. */
  readonly subscriptions: Set<string> | undefined;
}

/** Parameters of a request without the material that belongs to the wire. */
export type Params = Readonly<Record<string, unknown>>;

/** The one place where a method of the protocol lives. */
export type ProtocolMethod = (params: Params, call: ProtocolCall) => Promise<Readonly<Record<string, unknown>>>;
