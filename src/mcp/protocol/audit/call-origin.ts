import { knownAddress } from '../../contract/known-address.js';
import { traceIdOf } from '../../contract/trace-id.js';
import type { Call } from '../../invocation/index.js';
import type { AuditEvent } from './audit-event.interface.js';

/** Where a call comes from. */
export type CallOrigin = Pick<
  AuditEvent,
  'principal' | 'transport' | 'era' | 'requestId' | 'sessionId' | 'traceId' | 'remoteAddress'
>;

/** What is looked at of an HTTP request. */
interface HttpRequest {
  readonly headers?: Readonly<Record<string, unknown>>;
}

type CallFacts = Pick<Call, 'principal' | 'transport' | 'era' | 'requestId' | 'sessionId' | 'meta' | 'httpRequest'>;

export function callOrigin(call: CallFacts): CallOrigin {
  const { principal, transport, era, requestId, sessionId, meta } = call;
  const request: HttpRequest = call.httpRequest ?? {};
  return {
    principal,
    transport,
    era,
    requestId,
    sessionId,
    traceId: traceIdOf(meta['traceparent']) ?? traceIdOf(request.headers?.['traceparent']),
    // As the edge writes it, in one spelling.
    remoteAddress: knownAddress(request),
  };
}
