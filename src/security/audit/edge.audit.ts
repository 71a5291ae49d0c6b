import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/index.js';
import { AuditTrail } from '../../mcp/protocol/audit/audit-trail.port.js';
import { RequestContext } from '../../mcp/common/request-context.js';
import type { IncomingMessage } from 'node:http';
import { redactSecrets } from '../../mcp/common/redact-secrets.js';
import { traceIdOf } from '../../mcp/common/trace-id.js';
import type { AuditEvent } from '../../mcp/protocol/audit/audit-event.interface.js';
import { type AddressedRequest, addressOf } from '../network/client-address.js';

/** Has one record kept of every request that the network edge refuses. */
@Injectable()
export class EdgeAudit {
  constructor(
    private readonly trail: AuditTrail,
    private readonly settings: Settings,
  ) {}

  /** Not awaited: the request has its answer, and the trail itself reports what it cannot keep. */
  refused(request: EdgeRequest, answer: EdgeAnswer, error?: unknown): void {
    const context = RequestContext.of(request);
    if (!this.trail.isOn || context.isRecorded) return;
    context.isRecorded = true;
    void this.trail.record(edgeRefusal(request, answer, error, this.settings))?.catch(() => undefined);
  }

  /** Resolves when what is recorded so far, calls included, has been written or could not be; never rejects. */
  flush(): Promise<void> {
    return this.trail.flush();
  }
}

/** How the edge has answered a request that it did not let in. */
export interface EdgeAnswer {
  readonly status: number;
  /** Why, in a word, where the status does not say it. */
  readonly reason?: string;
  readonly requestId?: string | number;
  /** What was asked for, where that has been read. */
  readonly call?: Pick<AuditEvent, 'method' | 'capability' | 'arguments'>;
}

const REASONS: Readonly<Record<number, string>> = {
  400: 'invalid_request',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'unknown_session',
  405: 'method_not_allowed',
  406: 'not_acceptable',
  408: 'too_slow',
  409: 'conflict',
  413: 'too_large',
  415: 'unsupported_media_type',
  417: 'expectation_failed',
  429: 'throttled',
  431: 'headers_too_large',
  503: 'unavailable',
  504: 'time_limit',
};

/** What is looked at of a refused request: of one that could not be parsed, hardly anything is known. */
export interface EdgeRequest extends AddressedRequest, Partial<Pick<IncomingMessage, 'method' | 'url'>> {
  readonly originalUrl?: string;
}

/**
 * The event of a request that was refused before anything was called. The query of its URL stays out, and so do headers
 * that may hold a credential.
 *
 * @param error what it was refused with; its `reason`, if it has one, is meant for people
 */
function edgeRefusal(
  request: EdgeRequest,
  { status, reason, requestId, call }: EdgeAnswer,
  error: unknown,
  settings: Pick<Settings, 'transport' | 'ssePath' | 'messagesPath'>,
): AuditEvent {
  const { reason: detail } = (error ?? {}) as { reason?: unknown };
  const target = request.originalUrl ?? request.url;
  const path = target === undefined ? '' : pathOf(target);
  return {
    event: 'edge',
    time: new Date(),
    durationMs: 0,
    principal: RequestContext.of(request).principal,
    transport: isSse(path, settings) || !settings.transport.includes('http') ? 'sse' : 'http',
    ...call,
    outcome: outcomeOf(status),
    reason: reason ?? REASONS[status] ?? (status < 500 ? `status_${status}` : 'internal'),
    ...(typeof detail === 'string' && { detail: redactSecrets(detail) }),
    requestId,
    sessionId: sessionOf(request),
    traceId: traceIdOf(request.headers['traceparent']),
    remoteAddress: addressOf(request),
    http: { method: request.method ?? '', path: redactSecrets(path), status },
  };
}

function outcomeOf(status: number): AuditEvent['outcome'] {
  if (status === 504) return 'timeout';
  return status < 500 || status === 503 ? 'refused' : 'error';
}

/** Without host, query and whatever else a request target may hold (RFC 9112, section 3.2). */
function pathOf(target: string): string {
  return URL.canParse(target, 'http://localhost') ? new URL(target, 'http://localhost').pathname : '';
}

function isSse(path: string, { ssePath, messagesPath }: Pick<Settings, 'ssePath' | 'messagesPath'>): boolean {
  return [ssePath, messagesPath].some((own) => path.toLowerCase().endsWith(own.toLowerCase()));
}

/** A session's id, if it can be one: clients may put anything there. */
function sessionOf({ headers, url = '' }: EdgeRequest): string | undefined {
  const id = headers['mcp-session-id'] ?? new URLSearchParams(url.split('?')[1]).get('sessionId');
  return typeof id === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id) ? id : undefined;
}
