import { LATEST_PROTOCOL_VERSION, SUPPORTED_PROTOCOL_VERSIONS } from '@modelcontextprotocol/server';
import type { Offer } from '../method-table.js';
import type { Params } from '../protocol-call.interface.js';
import type { ProtocolOptions } from '../protocol.options.js';
import { capabilitiesOf } from '../server-capabilities.js';
import type { HandshakeMethod } from './unary-request.interface.js';

/** What the server tells of itself. */
export interface Self extends Pick<ProtocolOptions, 'serverInfo' | 'instructions'> {
  readonly offer: Offer;
}

export const MODERN_REVISION = '2026-07-28';

/** Answers that do not depend on any capability of the application; each method belongs to one era. */
const HANDSHAKES: Readonly<Record<HandshakeMethod, (self: Self, params: Params) => Params>> = {
  initialize: ({ serverInfo, instructions, offer }, params) => ({
    protocolVersion: negotiated(String(params['protocolVersion'])),
    capabilities: capabilitiesOf(offer, { era: 'legacy', live: false }),
    serverInfo,
    ...(instructions && { instructions }),
  }),
  ping: () => ({}),
  'server/discover': ({ instructions, offer }) => ({
    supportedVersions: [MODERN_REVISION],
    capabilities: capabilitiesOf(offer, { era: 'modern', live: false }),
    ...(instructions && { instructions }),
  }),
};

/** Whether the method is a handshake of the era. */
export function isHandshake(method: string, era: 'legacy' | 'modern'): method is HandshakeMethod {
  return era === 'modern' ? method === 'server/discover' : method === 'initialize' || method === 'ping';
}

export function handshake(method: HandshakeMethod, self: Self, params: Params): Params {
  return HANDSHAKES[method](self, params);
}

/** The newest revision stands in for one that this server does not know (2025-11-25, basic/lifecycle). */
function negotiated(requested: string): string {
  return SUPPORTED_PROTOCOL_VERSIONS.includes(requested) ? requested : LATEST_PROTOCOL_VERSION;
}
