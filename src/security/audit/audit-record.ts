import { redactSecrets } from '../../mcp/common/redact-secrets.js';
import type { Principal } from '../../mcp/contract/index.js';
import type { SortedMembers } from './audit.chain.js';
import type { AuditEvent } from '../../mcp/protocol/audit/audit-event.interface.js';

/** Texts that clients choose are cut: a record is for reading, and a line must not grow without bound. */
const MAX_TEXT = 256;

/** So much of a text is looked through for secrets: more than is kept of it, so that none is cut out of its shape. */
const MAX_SEARCHED = 4096;

/**
 * An event as the members of a record: plain data, in which nothing is longer than it has to be. In alphabetical order,
 * so that its plain JSON is its canonical JSON.
 */
export function recordOf(event: AuditEvent): SortedMembers {
  const { http, requestId } = event;
  return {
    arguments: cut(event.arguments),
    capability: cut(event.capability),
    detail: cut(event.detail),
    durationMs: Math.round(event.durationMs * 1000) / 1000,
    era: event.era,
    errorId: cut(event.errorId),
    event: event.event,
    http: http && { method: cut(http.method), path: cut(http.path), status: http.status },
    method: cut(event.method),
    outcome: event.outcome,
    prev: undefined,
    principal: described(event.principal),
    reason: cut(event.reason),
    remoteAddress: cut(event.remoteAddress),
    // Chosen by the client, who may have put anything there.
    requestId: typeof requestId === 'string' ? cut(redactSecrets(requestId.slice(0, MAX_SEARCHED))) : requestId,
    seq: undefined,
    sessionId: cut(event.sessionId),
    taskId: cut(event.taskId),
    time: event.time.toISOString(),
    traceId: cut(event.traceId),
    transport: event.transport,
  } satisfies Record<keyof AuditEvent | 'prev' | 'seq', unknown>;
}

function described({ subject, method, tenant, clientId, issuer, keyId }: Principal): Readonly<Record<string, unknown>> {
  return {
    clientId: cut(clientId),
    issuer: cut(issuer),
    keyId: cut(keyId),
    method,
    subject: cut(subject),
    tenant: cut(tenant),
  };
}

function cut(text: string | undefined): string | undefined {
  return text !== undefined && text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}
