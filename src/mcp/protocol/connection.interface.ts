import type { ProtocolEra, TransportName } from '../contract/mcp-context.js';
import type { Principal } from '../contract/principal.js';

/** What an SDK server instance is connected to. */
export interface Connection {
  readonly transport: TransportName;
  readonly era: ProtocolEra;
  /** The connection outlives a request: changes can be announced and, in the legacy era, the client be asked. */
  readonly live: boolean;
  /** Who is at the other end, unless each message brings its own principal. */
  readonly principal: Principal;
}
