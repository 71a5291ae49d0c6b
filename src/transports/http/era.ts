import type { IncomingMessage } from 'node:http';
import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  LOG_LEVEL_META_KEY,
  PROTOCOL_VERSION_META_KEY,
  SUPPORTED_PROTOCOL_VERSIONS,
  classifyInboundRequest,
  type JSONRPCRequest,
} from '@modelcontextprotocol/server';
import { MODERN_REVISION } from '../../mcp/index.js';

/** What the SDK's own handler makes of a request before it looks any further. */
export type Route = ReturnType<typeof classifyInboundRequest>;

/** The members of `_meta` that a request of the modern era is recognised by. */
export const ENVELOPE: readonly string[] = [
  PROTOCOL_VERSION_META_KEY,
  CLIENT_INFO_META_KEY,
  CLIENT_CAPABILITIES_META_KEY,
  LOG_LEVEL_META_KEY,
];

const FRAME = ['jsonrpc', 'id', 'method', 'params'];
const LEGACY: Route = { kind: 'legacy', reason: 'no-claim' };

/** So many envelopes are remembered, and none that is longer. */
const MAX_ENVELOPES = 1000;
const MAX_ENVELOPE_LENGTH = 2048;

/** Envelopes that were found valid: a client sends the same one with each request. */
const known = new Set<string>();

/** Which era a request belongs to, or how it is refused, by the rules that the SDK's own handler follows. */
export function routeOf(request: IncomingMessage, body: unknown): Route {
  const plain = request.method === 'POST' ? plainRequest(body) : undefined;
  return (plain && shortcut(request, plain)) ?? fullRoute(request, body);
}

function fullRoute({ method, headers }: IncomingMessage, body: unknown): Route {
  const header = (name: string): string | undefined => headers[name] as string | undefined;
  const route = classifyInboundRequest({
    httpMethod: method ?? 'GET',
    protocolVersionHeader: header('mcp-protocol-version'),
    mcpMethodHeader: header('mcp-method'),
    mcpNameHeader: header('mcp-name'),
    ...(body !== undefined && { body }),
  });
  if (route.kind === 'modern' && route.messageKind === 'request') remember(route.message);
  return route;
}

/** The message as a request with nothing unusual about it; its form has been checked when it was read. */
function plainRequest(body: unknown): JSONRPCRequest | undefined {
  if (Array.isArray(body)) return undefined;
  const request = body as JSONRPCRequest;
  const isId = typeof request.id === 'string' || Number.isSafeInteger(request.id);
  return isId && Object.keys(request).every((name) => FRAME.includes(name)) ? request : undefined;
}

/** What would be found out about requests that are like most others. */
function shortcut({ headers }: IncomingMessage, request: JSONRPCRequest): Route | undefined {
  const version = headers['mcp-protocol-version'];
  if (request.params?._meta === undefined) {
    const isLegacy = version === undefined || SUPPORTED_PROTOCOL_VERSIONS.includes(String(version));
    return isLegacy && request.method !== 'initialize' ? LEGACY : undefined;
  }
  if (version !== MODERN_REVISION || headers['mcp-method'] !== request.method) return undefined;
  const text = envelopeText(request);
  if (text === undefined || !known.has(text)) return undefined;
  const classification = { era: 'modern', revision: MODERN_REVISION } as const;
  return { kind: 'modern', messageKind: 'request', message: request, classification };
}

function remember(message: JSONRPCRequest): void {
  const text = envelopeText(message);
  if (text === undefined || text.length > MAX_ENVELOPE_LENGTH) return;
  if (known.size >= MAX_ENVELOPES) known.clear();
  known.add(text);
}

/** The text of an envelope of the current revision, unless there is more in `_meta` than that. */
function envelopeText({ params }: JSONRPCRequest): string | undefined {
  const meta = params?._meta;
  if (meta?.[PROTOCOL_VERSION_META_KEY] !== MODERN_REVISION) return undefined;
  if (!Object.keys(meta).every((name) => ENVELOPE.includes(name))) return undefined;
  const text = JSON.stringify(meta);
  // What no JSON number can hold is written as null, and may not be as good as what was null.
  return text.includes('null') ? undefined : text;
}
