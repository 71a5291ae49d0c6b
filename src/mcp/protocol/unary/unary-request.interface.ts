import type { Principal } from '../../contract/principal.js';
import type { Outbox } from '../../invocation/index.js';
import type { Params } from '../protocol-call.interface.js';

/** The methods that are answered at once, whatever the application offers. */
export type HandshakeMethod = 'initialize' | 'ping' | 'server/discover';

/** A well-formed request of the stateless HTTP transport that one answer settles. */
export interface UnaryRequest {
  readonly method: string;
  readonly id: string | number;
  /** Without what belongs to the wire. */
  readonly params: Params;
  readonly era: 'legacy' | 'modern';
  readonly protocolRevision: string;
  /** `_meta` without the envelope. */
  readonly meta: Params;
  /** The members of `_meta` that the protocol reserves, in the modern era. */
  readonly envelope: Params | undefined;
  readonly principal: Principal;
  readonly httpRequest: object;
  readonly signal: AbortSignal;
  readonly outbox: Outbox;
}

/** The one answer to a request. */
export interface UnaryAnswer {
  /** HTTP status, as long as no stream has been opened for the request. */
  readonly status: 200 | 400;
  /** The JSON-RPC response. */
  readonly text: string;
}
