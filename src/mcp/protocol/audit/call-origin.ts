import type { AuditEvent } from './audit-event.interface.js';
import type { Call } from '../../invocation/index.js';

/** Where a call comes from. */
export type CallOrigin = Pick<
  AuditEvent,
  'principal' | 'transport' | 'era' | 'requestId' | 'sessionId' | 'traceId' | 'remoteAddress'
>;

/** What is looked at of an HTTP request: Express knows the address behind trusted proxies, Node that of the socket. */
interface HttpRequest {
  readonly ip?: string;
  readonly socket?: { readonly remoteAddress?: string };
  readonly headers?: Readonly<Record<string, unknown>>;
}

type CallFacts = Pick<Call, 'principal' | 'transport' | 'era' | 'requestId' | 'sessionId' | 'meta' | 'httpRequest'>;

export function callOrigin(call: CallFacts): CallOrigin {
  const { principal, transport, era, requestId, sessionId, meta } = call;
  const { ip, socket, headers } = (call.httpRequest ?? {}) as HttpRequest;
  return {
    principal,
    transport,
    era,
    requestId,
    sessionId,
    traceId: traceIdOf(meta['traceparent']) ?? traceIdOf(headers?.['traceparent']),
    remoteAddress: ip ?? socket?.remoteAddress,
  };
}

/** The id of the trace in a `traceparent` (W3C Trace Context, section 3.2). */
export function traceIdOf(traceparent: unknown): string | undefined {
  if (typeof traceparent !== 'string') return undefined;
  return /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}/.exec(traceparent)?.[1];
}
