import { redactSecrets, type Principal } from '../../mcp/contract/index.js';
import type { AuditEvent } from '../../mcp/protocol/audit/audit-event.interface.js';

/** Texts that clients choose are cut: a record is for reading, and a line must not grow without bound. */
const MAX_TEXT = 256;

/** So much of a text is looked through for secrets: more than is kept of it, so that none is cut out of its shape. */
const MAX_SEARCHED = 4096;

/** An event as the members of a record: plain data, in which nothing is longer than it has to be. */
export function recordOf(event: AuditEvent): Readonly<Record<string, unknown>> {
  const { time, durationMs, principal, http, requestId, ...members } = event;
  const texts = Object.entries(members).map(([name, value]) => [name, typeof value === 'string' ? cut(value) : value]);
  return {
    ...(Object.fromEntries(texts) as Readonly<Record<string, unknown>>),
    time: time.toISOString(),
    durationMs: Math.round(durationMs * 1000) / 1000,
    principal: described(principal),
    // Chosen by the client, who may have put anything there.
    requestId: typeof requestId === 'string' ? cut(redactSecrets(requestId.slice(0, MAX_SEARCHED))) : requestId,
    ...(http && { http: { ...http, path: cut(http.path) } }),
  };
}

function described({ subject, method, tenant, clientId, issuer, keyId }: Principal): Readonly<Record<string, unknown>> {
  const optional = Object.entries({ tenant, clientId, issuer, keyId });
  const known = optional.flatMap(([name, value]) => (value === undefined ? [] : [[name, cut(value)] as const]));
  return { subject: cut(subject), method, ...Object.fromEntries(known) };
}

function cut(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}
