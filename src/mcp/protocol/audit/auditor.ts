import { Injectable } from '@nestjs/common';
import { Catalog, type CatalogEntry } from '../../catalog/index.js';
import { ProtocolError } from '../../contract/protocol-error.js';
import { markRecorded } from '../../contract/recorded-request.js';
import { redactSecrets } from '../../contract/redact-secrets.js';
import type { Call, CallNotes } from '../../invocation/index.js';
import { ErrorCode } from '../error-codes.js';
import type { Params, ProtocolCall, ProtocolMethod } from '../protocol-call.interface.js';
import { ResourceFinder } from '../resource.finder.js';
import { argumentsDigest } from './arguments-digest.js';
import { endingOf, type Ending, type Settled } from './audit-outcome.js';
import type { AuditEvent } from './audit-event.interface.js';
import { AuditTrail } from './audit-trail.port.js';
import { callOrigin, type CallOrigin } from './call-origin.js';
import { soughtIn, type Sought } from './sought.js';

/** A call whose end is not known yet. */
interface OpenCall {
  readonly method: string;
  readonly params: Params;
  readonly origin: CallOrigin;
  readonly time: Date;
  readonly startedAt: number;
  readonly sought: Sought;
  readonly digest: string;
}

/** Has a record kept of every call of the protocol's methods. Lists leave one only when they fail. */
@Injectable()
export class Auditor {
  private readonly open = new WeakMap<CallNotes, OpenCall>();

  constructor(
    private readonly trail: AuditTrail,
    private readonly catalog: Catalog,
    private readonly resources: ResourceFinder,
  ) {}

  /** The method with somebody who writes down what its calls come to. */
  around(method: string, serve: ProtocolMethod): ProtocolMethod {
    if (!this.trail.isOn) return (params, call) => serve(params, { ...call, notes: {} });
    return (params, call) => this.audited(method, serve, params, call);
  }

  /** What a request asks for, in the words of a record. */
  describe(method: string, params: Params): Pick<AuditEvent, 'method' | 'capability' | 'arguments'> {
    const sought = soughtIn(method, params, this.catalog, this.resources);
    const digest = argumentsDigest(method, params, sought.entry);
    return { method, capability: capabilityOf(sought.entry, sought), arguments: digest };
  }

  /** A request that was refused before it became a call. */
  async refused(method: string, params: Params, origin: CallOrigin, error: unknown): Promise<void> {
    if (!this.trail.isOn) return;
    const open = this.begin(method, params, origin);
    await this.trail.record(this.event('call', open, open.sought.entry, endingOf({ error }, undefined, false)));
  }

  /** The outcome of a task that the call has become. */
  async taskEnded(call: Call, taskId: string, settled: Settled, isCancelled: boolean): Promise<void> {
    const open = call.notes && this.open.get(call.notes);
    if (!call.notes || !open) return;
    const { failure, entry } = call.notes;
    const ending: Ending = isCancelled ? { outcome: 'cancelled' } : endingOf(settled, failure, false);
    // Nobody waits for this answer; the trail itself reports what it cannot keep.
    await this.trail.record({ ...this.event('task', open, entry, ending), taskId })?.catch(() => undefined);
  }

  private async audited(
    method: string,
    serve: ProtocolMethod,
    params: Params,
    call: ProtocolCall,
  ): Promise<Readonly<Record<string, unknown>>> {
    const open = this.begin(method, params, callOrigin(call));
    markRecorded(call.httpRequest);
    const notes: CallNotes = {};
    this.open.set(notes, open);
    if (!this.trail.isReady) return this.unready(open);
    const settled = await settle(() => serve(params, { ...call, notes }));
    await this.close(open, notes, settled, call);
    if ('error' in settled) throw settled.error;
    return settled.result;
  }

  private async unready(open: OpenCall): Promise<never> {
    const ending: Ending = { outcome: 'refused', reason: 'audit_unavailable' };
    await this.trail.record(this.event('call', open, open.sought.entry, ending))?.catch(() => undefined);
    throw unavailable();
  }

  private async close(open: OpenCall, notes: CallNotes, settled: Settled, call: ProtocolCall): Promise<void> {
    const entry = notes.entry ?? open.sought.entry;
    const ending = endingOf(settled, notes.failure, call.signal.aborted);
    if (ending.outcome === 'ok' && open.method.endsWith('/list')) return;
    const isUnclear = ending.reason === 'invalid_params' && notes.failure === undefined;
    const reason = isUnclear ? await this.invalidParams(open, call) : ending.reason;
    const taskId = 'result' in settled ? (settled.result['taskId'] as string | undefined) : undefined;
    const event = {
      ...this.event('call', open, entry, { ...ending, reason }),
      ...(taskId !== undefined && { taskId }),
    };
    try {
      await this.trail.record(event);
    } catch {
      throw unavailable();
    }
  }

  /** The client is told the same of what is hidden and of what does not exist; the audit is not. */
  private async invalidParams({ method, params, sought }: OpenCall, { principal }: ProtocolCall): Promise<string> {
    if (method.startsWith('tasks/')) return typeof params['taskId'] === 'string' ? 'unknown_task' : 'invalid_params';
    const { entry, name } = sought;
    if (!entry) return (name ?? params['uri'] ?? params['ref']) === undefined ? 'invalid_params' : 'unknown_capability';
    const visible = await this.catalog.visible(entry.kind, principal).catch(() => []);
    return visible.some((one) => one.name === entry.name) ? 'invalid_params' : 'hidden_capability';
  }

  private begin(method: string, params: Params, origin: CallOrigin): OpenCall {
    const sought = soughtIn(method, params, this.catalog, this.resources);
    const digest = argumentsDigest(method, params, sought.entry);
    return { method, params, origin, time: new Date(), startedAt: performance.now(), sought, digest };
  }

  private event(kind: 'call' | 'task', open: OpenCall, entry: CatalogEntry | undefined, ending: Ending): AuditEvent {
    const { method, params, origin, time, startedAt, sought, digest } = open;
    const { taskId } = params;
    return {
      event: kind,
      time,
      durationMs: performance.now() - startedAt,
      ...origin,
      method,
      capability: capabilityOf(entry, sought),
      arguments: digest,
      ...ending,
      ...(method.startsWith('tasks/') && typeof taskId === 'string' && { taskId: redactSecrets(taskId) }),
    };
  }
}

/** What a client makes up may be anything, a pasted token included. */
function capabilityOf(entry: CatalogEntry | undefined, sought: Sought): string | undefined {
  return nameOf(entry, sought) ?? (sought.name === undefined ? undefined : redactSecrets(sought.name));
}

/** Of a completion, what it belongs to. */
function nameOf(entry: CatalogEntry | undefined, sought: Sought): string | undefined {
  return entry?.kind === 'completion' ? sought.entry?.name : entry?.name;
}

async function settle(serve: () => Promise<Readonly<Record<string, unknown>>>): Promise<Settled> {
  try {
    return { result: await serve() };
  } catch (error) {
    return { error };
  }
}

function unavailable(): ProtocolError {
  return new ProtocolError(
    ErrorCode.Refused,
    'The audit log cannot be written, and without it no call is answered. Try again later; the operator finds the cause in the log.',
  );
}
