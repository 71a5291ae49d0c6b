import { redactSecrets, type Principal } from '../../mcp/contract/index.js';
import type { AuditEvent } from '../../mcp/protocol/audit/audit-event.interface.js';

/** Texts that clients choose are cut: a record is for reading, and a line must not grow without bound. */
const MAX_TEXT = 256;

/** So much of a text is looked through for secrets: more than is kept of it, so that none is cut out of its shape. */
const MAX_SEARCHED = 4096;

/** An event as the members of a record: plain data, in which nothing is longer than it has to be. */
export function recordOf(event: AuditEvent): Readonly<Record<string, unknown>> {
  const { http, requestId } = event;
  return {
    event: event.event,
    time: event.time.toISOString(),
    durationMs: Math.round(event.durationMs * 1000) / 1000,
    principal: described(event.principal),
    transport: event.transport,
    era: event.era,
    method: cut(event.method),
    capability: cut(event.capability),
    arguments: cut(event.arguments),
    outcome: event.outcome,
    reason: cut(event.reason),
    detail: cut(event.detail),
    errorId: cut(event.errorId),
    // Chosen by the client, who may have put anything there.
    requestId: typeof requestId === 'string' ? cut(redactSecrets(requestId.slice(0, MAX_SEARCHED))) : requestId,
    sessionId: cut(event.sessionId),
    taskId: cut(event.taskId),
    traceId: cut(event.traceId),
    remoteAddress: cut(event.remoteAddress),
    http: http && { ...http, path: cut(http.path) },
  } satisfies Record<keyof AuditEvent, unknown>;
}

function described({ subject, method, tenant, clientId, issuer, keyId }: Principal): Readonly<Record<string, unknown>> {
  return {
    subject: cut(subject),
    method,
    tenant: cut(tenant),
    clientId: cut(clientId),
    issuer: cut(issuer),
    keyId: cut(keyId),
  };
}

function cut(text: string | undefined): string | undefined {
  return text !== undefined && text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}
