import type { IncomingHttpHeaders } from 'node:http';
import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  DEFAULT_NEGOTIATED_PROTOCOL_VERSION,
  LOG_LEVEL_META_KEY,
  PROTOCOL_VERSION_META_KEY,
  SUPPORTED_PROTOCOL_VERSIONS,
  isInitializeRequest,
} from '@modelcontextprotocol/server';
import { MODERN_REVISION, type UnaryRequest } from '../../../mcp/index.js';
import type { Route } from '../era.js';

type Members = Readonly<Record<string, unknown>>;

/** What a well-formed request says, whoever sent it. */
export type UnaryShape = Pick<
  UnaryRequest,
  'method' | 'id' | 'params' | 'era' | 'protocolRevision' | 'meta' | 'envelope'
>;

const ENVELOPE = [PROTOCOL_VERSION_META_KEY, CLIENT_INFO_META_KEY, CLIENT_CAPABILITIES_META_KEY, LOG_LEVEL_META_KEY];

/** Everything else with this prefix is for the SDK to know. */
const RESERVED_PREFIX = 'io.modelcontextprotocol/';

/** Parameters that make of a request more than one: the next round of a question, a task. */
const FURTHER = ['inputResponses', 'requestState', 'task'];

/** What `Mcp-Name` repeats, by method (2026-07-28, basic/transports). */
const NAMED: Readonly<Record<string, string>> = {
  'tools/call': 'name',
  'prompts/get': 'name',
  'resources/read': 'uri',
};

interface Request {
  readonly jsonrpc: '2.0';
  readonly id?: string | number;
  readonly method: string;
  readonly params?: Members;
}

/**
 * The request, if it is well-formed in every respect, its headers included; `undefined` for everything that deserves a
 * second look. That the body is a JSON-RPC request, and that its envelope is valid, is what the route says.
 */
export function unaryShape(headers: IncomingHttpHeaders, body: unknown, route: Route): UnaryShape | undefined {
  const { id, method, params = {} } = body as Request;
  const { _meta: all = {}, ...rest } = params as Members & { _meta?: Members };
  if (id === undefined || FURTHER.some((name) => name in params)) return undefined;
  const { envelope, meta } = parted(all);
  if (hasReserved(meta)) return undefined;
  const common = { method, id, meta, params: Object.keys(meta).length > 0 ? { ...rest, _meta: meta } : rest };
  if (route.kind === 'modern') {
    const isWhole = envelope && headersAgree(headers, method, rest, envelope);
    return isWhole ? { ...common, era: 'modern', protocolRevision: MODERN_REVISION, envelope } : undefined;
  }
  if (envelope || !acceptsBoth(headers)) return undefined;
  const revision = legacyRevision(headers, body, method);
  return revision === undefined
    ? undefined
    : { ...common, era: 'legacy', protocolRevision: revision, envelope: undefined };
}

function parted(all: Members): { readonly envelope: Members | undefined; readonly meta: Members } {
  const keys = ENVELOPE.filter((key) => key in all);
  if (keys.length === 0) return { envelope: undefined, meta: all };
  const meta: Record<string, unknown> = { ...all };
  const envelope: Record<string, unknown> = {};
  for (const key of keys) {
    envelope[key] = all[key];
    delete meta[key];
  }
  return { envelope, meta };
}

function hasReserved(meta: Members): boolean {
  return Object.keys(meta).some((key) => key.startsWith(RESERVED_PREFIX));
}

/** The route has compared what is there; here everything has to be there, and be plain. */
function headersAgree(headers: IncomingHttpHeaders, method: string, params: Members, envelope: Members): boolean {
  const { 'mcp-protocol-version': version, 'mcp-method': named, 'mcp-name': name } = headers;
  if (envelope[PROTOCOL_VERSION_META_KEY] !== MODERN_REVISION || version !== MODERN_REVISION) return false;
  if (named !== method) return false;
  const source = NAMED[method];
  return source === undefined || (typeof name === 'string' && name === params[source] && !name.startsWith('=?'));
}

function acceptsBoth({ accept }: IncomingHttpHeaders): boolean {
  return accept !== undefined && accept.includes('application/json') && accept.includes('text/event-stream');
}

/** @returns `undefined` where the header names a revision that is not served this way */
function legacyRevision(headers: IncomingHttpHeaders, body: unknown, method: string): string | undefined {
  if (method === 'initialize') return isInitializeRequest(body) ? DEFAULT_NEGOTIATED_PROTOCOL_VERSION : undefined;
  const version = headers['mcp-protocol-version'] ?? DEFAULT_NEGOTIATED_PROTOCOL_VERSION;
  return SUPPORTED_PROTOCOL_VERSIONS.includes(String(version)) ? String(version) : undefined;
}
