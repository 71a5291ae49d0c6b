import type { ClientCapabilities } from '@modelcontextprotocol/server';
import type { ClientInfo, LogLevel } from '../contract/mcp-context.js';
import { NO_PARAMS, type Params } from './params.js';
import type { RequestCall } from './request-call.js';
import { negotiated, type ServerFeatures } from './server-features.js';
import { readInitialize, readLogLevel } from './wire/handshake.js';

/** What a client of the legacy era tells about itself, kept for its later requests. */
export interface IntroducedClient {
  client: ClientInfo | undefined;
  clientCapabilities: ClientCapabilities | undefined;
  logLevel: LogLevel | undefined;
  negotiatedRevision: string | undefined;
}

/**
 * Serves the methods that no capability stands behind.
 *
 * @returns the result; `undefined` for every other method
 * @throws ProtocolError −32602 for malformed parameters
 */
export function serveHandshake(
  { method, era, message }: RequestCall,
  peer: IntroducedClient,
  features: ServerFeatures,
  live: boolean,
): Params | undefined {
  if (era === 'modern') return method === 'server/discover' ? features.discoverResult(live) : undefined;
  switch (method) {
    case 'initialize': {
      const { requestedRevision, client, capabilities } = readInitialize(message);
      peer.client = client;
      peer.clientCapabilities = capabilities;
      peer.negotiatedRevision = negotiated(requestedRevision);
      return features.initializeResult(peer.negotiatedRevision, live);
    }
    case 'ping':
      return NO_PARAMS;
    case 'logging/setLevel':
      peer.logLevel = readLogLevel(message);
      return NO_PARAMS;
    default:
      return undefined;
  }
}
