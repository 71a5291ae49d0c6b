import { traceIdOf } from '../../contract/trace-id.js';
import type { Call } from '../../invocation/index.js';
import type { AuditEvent } from './audit-event.interface.js';

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
    // IPv4 is written as such, whatever the socket.
    remoteAddress: (ip ?? socket?.remoteAddress)?.replace(/^::ffff:(?=\d+\.)/i, ''),
  };
}
