import { Injectable } from '@nestjs/common';
import type { CatalogEntry } from '../../catalog/index.js';
import { isPromise, type MaybePromise } from '../../common/maybe-promise.js';
import { redactSecrets } from '../../common/redact-secrets.js';
import { traceIdOf } from '../../common/trace-id.js';
import { ProtocolError } from '../../contract/errors.js';
import { internalFailure, Serialised } from '../../invocation/index.js';
import { ErrorCode } from '../error-codes.js';
import type { Params } from '../params.js';
import type { MethodResult, ProtocolCall, ProtocolMethod } from '../protocol-method.js';
import type { Target } from '../target.js';
import { MessageRejectedError, type RefusedCall } from '../wire/refusals.js';
import { argumentsDigest } from './arguments-digest.js';
import type { AuditEvent } from './audit-event.interface.js';
import { type Ending, endingOf, type Settled } from './audit-outcome.js';
import { AuditTrail } from './audit-trail.port.js';

/** Has a record kept of every call of the protocol's methods. Lists leave one only when they fail. */
@Injectable()
export class Auditor {
  constructor(private readonly trail: AuditTrail) {}

  /** The method, with a record of each of its calls. */
  around(serve: ProtocolMethod): ProtocolMethod {
    if (!this.trail.isOn) return serve;
    return (params, call) => {
      call.context.isRecorded = true;
      if (!this.trail.isReady) return this.unready(call);
      try {
        const result = serve(params, call);
        if (!isPromise(result)) return this.succeeded(call, result);
        return result.then(
          (settled) => this.succeeded(call, settled),
          (error: unknown) => this.failed(call, error),
        );
      } catch (error) {
        return this.failed(call, error);
      }
    };
  }

  /** What a request asks for, in the words of a record. */
  describe({ method, params, target }: RefusedCall): Pick<AuditEvent, 'method' | 'capability' | 'arguments'> {
    const { entry } = target;
    return {
      method,
      capability: capabilityOf(entry, target),
      arguments: argumentsDigest(method, params, entry),
    };
  }

  /** Records a request that was refused before its method was called. */
  async refused(call: ProtocolCall, error: unknown): Promise<void> {
    if (!this.trail.isOn) return;
    call.context.isRecorded = true;
    await this.trail.record(this.event('call', call, call.target.entry, endingOf({ error }, undefined, false)));
  }

  /** Records a request whose access could not be decided, and fails it. */
  async faulty(call: ProtocolCall, fault: unknown): Promise<never> {
    if (!this.trail.isOn) throw fault;
    call.context.isRecorded = true;
    return this.failed(call, fault);
  }

  /** Records the outcome of a task that the call has become. */
  async taskEnded(call: ProtocolCall, taskId: string, settled: Settled, isCancelled: boolean): Promise<void> {
    if (!this.trail.isOn) return;
    const { failure, entry } = call.record;
    const ending: Ending = isCancelled ? { outcome: 'cancelled' } : endingOf(settled, failure, false);
    const event: AuditEvent = { ...this.event('task', call, entry, ending), taskId };
    // The client has its answer; the trail itself reports what it cannot keep.
    await this.trail.record(event)?.catch(() => undefined);
  }

  private async unready(call: ProtocolCall): Promise<never> {
    const ending: Ending = { outcome: 'refused', reason: 'audit_unavailable' };
    await this.trail.record(this.event('call', call, call.target.entry, ending))?.catch(() => undefined);
    throw unavailable();
  }

  private succeeded(call: ProtocolCall, result: MethodResult): MaybePromise<MethodResult> {
    const value = (result instanceof Serialised ? result.value : result) as Params;
    const ending = endingOf({ result: value }, call.record.failure, call.cancellation.isCancelled);
    if (ending.outcome === 'ok' && call.method.endsWith('/list')) return result;
    const event = this.event('call', call, call.record.entry ?? call.target.entry, ending);
    const taskId = value['taskId'] as string | undefined;
    const written = this.write(taskId === undefined ? event : { ...event, taskId });
    return written ? written.then(() => result) : result;
  }

  private failed(call: ProtocolCall, error: unknown): Promise<never> {
    // The client, the log and the audit name a fault of the server by one id.
    if (!(error instanceof ProtocolError || error instanceof MessageRejectedError)) internalFailure(error, call.record);
    const { failure } = call.record;
    const ending = endingOf({ error }, failure, call.cancellation.isCancelled);
    const isUnclear = ending.reason === 'invalid_params' && failure === undefined;
    const reason = isUnclear ? invalidParamsReason(call) : ending.reason;
    const event = this.event('call', call, call.record.entry ?? call.target.entry, { ...ending, reason });
    return (this.write(event) ?? Promise.resolve()).then(() => {
      throw error;
    });
  }

  private write(event: AuditEvent): Promise<void> | undefined {
    return this.trail.record(event)?.catch(() => {
      throw unavailable();
    });
  }

  private event(
    kind: 'call' | 'task',
    call: ProtocolCall,
    entry: CatalogEntry | undefined,
    { outcome, reason, errorId }: Ending,
  ): AuditEvent {
    const { method, params, context, target } = call;
    const { taskId } = params;
    const isTaskMethod = method.startsWith('tasks/') && typeof taskId === 'string';
    return {
      event: kind,
      time: call.time,
      durationMs: performance.now() - call.startedAt,
      principal: call.principal,
      transport: call.transport,
      era: call.era,
      method,
      capability: capabilityOf(entry, target),
      arguments: argumentsDigest(method, params, target.entry),
      outcome,
      reason,
      errorId,
      requestId: call.requestId,
      sessionId: call.sessionId,
      taskId: isTaskMethod ? redactSecrets(taskId) : undefined,
      traceId: traceIdOf(call.meta['traceparent']) ?? traceIdOf(context.http?.headers['traceparent']),
      remoteAddress: context.address,
    };
  }
}

/** The client is told the same of what is hidden and of what does not exist; the audit is not. */
function invalidParamsReason({ method, params, target }: ProtocolCall): string {
  if (method.startsWith('tasks/')) return typeof params['taskId'] === 'string' ? 'unknown_task' : 'invalid_params';
  if (target.granted) return 'invalid_params';
  if (target.entry) return 'hidden_capability';
  return (target.name ?? params['uri'] ?? params['ref']) === undefined ? 'invalid_params' : 'unknown_capability';
}

/** A client may name anything, a pasted token included. Of a completion, the record names what it belongs to. */
function capabilityOf(entry: CatalogEntry | undefined, target: Target): string | undefined {
  const named = entry?.kind === 'completion' ? target.entry : entry;
  return named?.name ?? (target.name === undefined ? undefined : redactSecrets(target.name));
}

function unavailable(): ProtocolError {
  return new ProtocolError(
    ErrorCode.Refused,
    'The audit log cannot be written, and without it no call is answered. Try again later; the operator finds the cause in the log.',
  );
}
