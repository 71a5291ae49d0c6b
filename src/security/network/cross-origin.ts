import type { IncomingMessage } from 'node:http';
import type { Settings } from '../../config/index.js';

/** Headers that clients of the protocol send, in lower case. */
const SENT = new Set([
  'accept',
  'authorization',
  'content-type',
  'last-event-id',
  'mcp-method',
  'mcp-name',
  'mcp-protocol-version',
  'mcp-session-id',
  'x-api-key',
]);

/** Headers that mirror parameters of tools have names of their own (MCP 2026-07-28, basic/transports). */
const PARAMETER = /^mcp-param-[\w!#$%&'*+.^`|~-]{1,128}$/;

const EXPOSED = [
  'Mcp-Session-Id',
  'WWW-Authenticate',
  'Retry-After',
  'RateLimit-Limit',
  'RateLimit-Remaining',
  'RateLimit-Reset',
];

const MAX_AGE_SECONDS = 600;

/** What pages of other origins may do, in the words of Express's `cors`. */
export interface CrossOriginRules {
  readonly origin: string[];
  readonly methods: string[];
  readonly allowedHeaders: string[];
  readonly exposedHeaders: string[];
  readonly maxAge: number;
  /** A preflight is answered; those of the well-known documents by their own route. */
  readonly preflightContinue: boolean;
}

/**
 * The rules for one request. Credentials stay off: callers prove who they are with headers, and a browser adds none by
 * itself, so that a page can do no more than its own code could.
 */
export function crossOriginRules(
  { allowedOrigins }: Settings,
  { url = '', headers }: IncomingMessage,
): CrossOriginRules {
  const asked = String(headers['access-control-request-headers'] ?? '');
  const isPublic = /^\/\.well-known\//i.test(url);
  return {
    // The origins of pages, letter by letter. Public documents say for themselves that they are for everybody.
    origin: isPublic ? [] : [...allowedOrigins],
    methods: ['GET', 'POST', 'DELETE'],
    allowedHeaders: allowedHeaders(asked),
    exposedHeaders: EXPOSED,
    maxAge: MAX_AGE_SECONDS,
    preflightContinue: isPublic,
  };
}

/** Whether a request comes from a page of another origin that may read the answer. */
function allowsOrigin({ allowedOrigins }: Settings, { headers }: IncomingMessage): boolean {
  return headers.origin !== undefined && allowedOrigins.includes(headers.origin);
}

/** The headers of an answer to a page, apart from its origin, as `cors` writes them for {@link crossOriginRules}. */
export function crossOriginHeaders(settings: Settings, request: IncomingMessage): readonly string[] {
  if (settings.allowedOrigins.length === 0) return [];
  const origin = allowsOrigin(settings, request) ? ['Access-Control-Allow-Origin', String(request.headers.origin)] : [];
  return [...origin, 'Vary', 'Origin', 'Access-Control-Expose-Headers', EXPOSED.join(',')];
}

/** The requested headers that the protocol has. */
export function allowedHeaders(asked: string): string[] {
  const names = asked.split(',').map((name) => name.trim().toLowerCase());
  const known = names.filter((name) => SENT.has(name) || PARAMETER.test(name));
  return known.length > 0 ? [...new Set(known)] : [...SENT];
}
