import type { RequestId } from '@modelcontextprotocol/server';
import type { MaybePromise } from '../common/maybe-promise.js';
import type { ProtocolEra, TransportName } from '../contract/mcp-context.js';
import type { Principal } from '../contract/principal.js';

/** The way of messages to the client: what a transport gives its peer. */
export interface PeerLink {
  /**
   * Sends a notification or a request of the server.
   *
   * @param related the client's request in whose course it is sent; `undefined` for a message of its own
   * @returns resolves when the client can take more (backpressure)
   */
  send(text: string, related: RequestId | undefined): MaybePromise<void>;
  /** Called when a request has passed every check: no refusal follows, and its stream may be opened. */
  admitted?(request: RequestId): void;
  /** Ends the stream of a request, if the client can resume it. */
  releaseStream?(request: RequestId): void;
}

export interface PeerOptions {
  readonly transport: TransportName;
  /** The connection outlives a request: changes can be announced and, in the legacy era, the client be asked. */
  readonly live: boolean;
  readonly link: PeerLink;
  /** Where the transport knows it; otherwise the first messages decide. */
  readonly era?: ProtocolEra;
  /** Revision of a legacy client until `initialize` negotiates one. */
  readonly revision?: string;
  readonly sessionId?: string;
  /** Who hears of changes on a live connection. */
  readonly principal?: Principal;
}
