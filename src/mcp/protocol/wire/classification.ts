import type { IncomingHttpHeaders } from 'node:http';
import {
  classifyInboundRequest,
  isJSONRPCRequest,
  PROTOCOL_VERSION_META_KEY,
  SUPPORTED_PROTOCOL_VERSIONS,
  UnsupportedProtocolVersionError,
  type JSONRPCMessage,
  type JSONRPCRequest,
  type RequestId,
} from '@modelcontextprotocol/server';
import type { ProtocolEra } from '../../contract/mcp-context.js';
import { ErrorCode } from '../error-codes.js';
import { ENVELOPE_KEYS } from './envelope.js';
import { MessageRejectedError } from './refusals.js';

/** The one modern revision that this server serves. */
export const MODERN_REVISION = '2026-07-28';

const FRAME = ['jsonrpc', 'id', 'method', 'params'];

/** Caches the text of this many valid envelopes, none of them longer: a client sends the same one with each request. */
const MAX_ENVELOPES = 1000;
const MAX_ENVELOPE_LENGTH = 2048;
const validEnvelopes = new Set<string>();

/**
 * The era of a message, by the official SDK's rules: the body decides, and headers must not contradict it.
 *
 * @param headers of the HTTP request; `undefined` on other transports
 * @throws MessageRejectedError −32600, −32602, −32020 or −32022
 */
export function eraOf(
  body: JSONRPCMessage | readonly JSONRPCMessage[],
  headers: IncomingHttpHeaders | undefined,
): ProtocolEra {
  return plainEra(body, headers) ?? classified(body, headers);
}

/** @throws MessageRejectedError −32600 for a member that JSON-RPC does not know, or a malformed `_meta` */
export function assertRequest(message: JSONRPCRequest): void {
  const { id } = message;
  if (isPlainRequest(message) || isJSONRPCRequest(message)) return;
  const text = 'The request has a member that JSON-RPC 2.0 does not know, or a malformed _meta';
  throw new MessageRejectedError(ErrorCode.InvalidRequest, text, id);
}

/** The revision that a request itself names, known or not. */
export function namedRevision({ params }: Pick<JSONRPCRequest, 'params'>): unknown {
  return params?._meta?.[PROTOCOL_VERSION_META_KEY];
}

export function unsupportedRevision(requested: string, id?: RequestId): MessageRejectedError {
  const { code, message, data } = new UnsupportedProtocolVersionError({ supported: [MODERN_REVISION], requested });
  return new MessageRejectedError(code, message, id, data);
}

/** A request without unusual members; `readMessage` has checked the rest of its form. */
function isPlainRequest(message: JSONRPCRequest): boolean {
  if (typeof message.id !== 'string' && !Number.isSafeInteger(message.id)) return false;
  for (const name in message) if (!FRAME.includes(name)) return false;
  const meta = message.params?._meta;
  if (meta === undefined) return true;
  if (typeof meta !== 'object' || meta === null || Array.isArray(meta)) return false;
  const { progressToken } = meta;
  const isToken =
    progressToken === undefined || typeof progressToken === 'string' || Number.isSafeInteger(progressToken);
  return isToken && !('io.modelcontextprotocol/related-task' in meta);
}

/** The era of requests that are like most others; `undefined` for those that need the full classification. */
function plainEra(
  body: JSONRPCMessage | readonly JSONRPCMessage[],
  headers: IncomingHttpHeaders | undefined,
): ProtocolEra | undefined {
  const request = body as JSONRPCRequest;
  if (Array.isArray(body) || request.method === undefined || request.id === undefined) return undefined;
  if (!isPlainRequest(request)) return undefined;
  const version = headers?.['mcp-protocol-version'];
  if (request.params?._meta === undefined) {
    const isLegacy = version === undefined || SUPPORTED_PROTOCOL_VERSIONS.includes(String(version));
    return isLegacy && request.method !== 'initialize' ? 'legacy' : undefined;
  }
  if (headers && (version !== MODERN_REVISION || headers['mcp-method'] !== request.method)) return undefined;
  const text = envelopeText(request);
  return text !== undefined && validEnvelopes.has(text) ? 'modern' : undefined;
}

function classified(
  body: JSONRPCMessage | readonly JSONRPCMessage[],
  headers: IncomingHttpHeaders | undefined,
): ProtocolEra {
  const header = (name: string): string | undefined => headers?.[name] as string | undefined;
  const route = classifyInboundRequest({
    httpMethod: 'POST',
    protocolVersionHeader: header('mcp-protocol-version'),
    mcpMethodHeader: header('mcp-method'),
    mcpNameHeader: header('mcp-name'),
    body,
  });
  // The id of a response is one of ours: in a refusal the client would take it for its own.
  const id = 'method' in body ? (body as Partial<JSONRPCRequest>).id : undefined;
  switch (route.kind) {
    case 'reject':
      throw new MessageRejectedError(route.code, route.message, id, route.data);
    case 'legacy':
      return 'legacy';
    case 'modern': {
      const { revision } = route.classification;
      if (revision !== MODERN_REVISION) throw unsupportedRevision(revision ?? 'unknown', id);
      if (route.messageKind === 'request') remember(route.message);
      return 'modern';
    }
  }
}

function remember(request: JSONRPCRequest): void {
  const text = envelopeText(request);
  if (text === undefined || text.length > MAX_ENVELOPE_LENGTH) return;
  if (validEnvelopes.size >= MAX_ENVELOPES) validEnvelopes.clear();
  validEnvelopes.add(text);
}

/** The text of an envelope of the current revision, unless `_meta` holds more than that. */
function envelopeText({ params }: JSONRPCRequest): string | undefined {
  const meta = params?._meta;
  if (meta?.[PROTOCOL_VERSION_META_KEY] !== MODERN_REVISION) return undefined;
  for (const name in meta) if (!ENVELOPE_KEYS.includes(name)) return undefined;
  const text = JSON.stringify(meta);
  // A number beyond JSON's range is written as null, and is not valid where null was.
  return text.includes('null') ? undefined : text;
}
