import type { Call } from '../invocation/index.js';

/** A call as the methods of the protocol see it. */
export interface ProtocolCall extends Call {
  /** URIs that this connection subscribed to (legacy era, live connections); `undefined` where there are none. */
  readonly subscriptions: Set<string> | undefined;
}

/** Parameters of a request without the material that belongs to the wire. */
export type Params = Readonly<Record<string, unknown>>;

/** The one place where a method of the protocol lives. */
export type ProtocolMethod = (params: Params, call: ProtocolCall) => Promise<Readonly<Record<string, unknown>>>;
