import type { CallToolResult } from '@modelcontextprotocol/server';
import { Cancellation, type Call, type Outbox } from '../../invocation/index.js';
import { ErrorCode } from '../error-codes.js';
import type { ProtocolCall } from '../protocol-method.js';
import { TaskQuestions } from './task-questions.js';
import { isTerminal, type TaskRecord } from './task.types.js';

/** A call that is a task, or may become one. Until then it ends with its request; from then on it lives by itself. */
export class RunningTask {
  readonly started: Promise<'started'>;
  readonly questions: TaskQuestions;
  private markStarted!: (started: 'started') => void;
  private isTask = false;
  private readonly cancellation = new Cancellation();
  private current: TaskRecord;

  constructor(
    private readonly call: ProtocolCall,
    record: TaskRecord,
    private readonly save: (record: TaskRecord) => Promise<void>,
  ) {
    this.current = record;
    this.started = new Promise((resolve) => (this.markStarted = resolve));
    this.questions = new TaskQuestions(call.questions, call.clientCapabilities, (open) => {
      const waiting = Object.keys(open).length > 0;
      return this.update({ status: waiting ? 'input_required' : 'working', inputRequests: waiting ? open : undefined });
    });
    call.cancellation.onCancel(() => this.cancelWithRequest());
  }

  get record(): TaskRecord {
    return this.current;
  }

  /** The call as the method sees it. */
  callWith(timeoutMs: number): Call {
    const { call } = this;
    return {
      principal: call.principal,
      transport: call.transport,
      era: call.era,
      protocolRevision: call.protocolRevision,
      requestId: call.requestId,
      sessionId: call.sessionId,
      client: call.client,
      meta: call.meta,
      httpRequest: call.httpRequest,
      address: call.address,
      remainingMs: call.remainingMs,
      record: call.record,
      timeoutMs,
      cancellation: this.cancellation,
      questions: this.questions,
      startTask: () => this.start(),
      outbox: this.outbox(),
    };
  }

  /** Progress of a task is its status message; its logs have no stream to go to. */
  private outbox(): Outbox {
    const { outbox } = this.call;
    return {
      progress: (progress, total, message) =>
        this.isTask
          ? this.update({ statusMessage: message ?? `${progress}${total === undefined ? '' : ` of ${total}`}` })
          : outbox.progress(progress, total, message),
      log: (level, data, logger) => (this.isTask ? Promise.resolve() : outbox.log(level, data, logger)),
      releaseStream: () => outbox.releaseStream(),
    };
  }

  start(): void {
    if (this.isTask) return;
    this.isTask = true;
    this.questions.enterTask();
    this.markStarted('started');
  }

  async complete(result: CallToolResult): Promise<void> {
    await this.update({ status: 'completed', result, inputRequests: undefined });
  }

  async fail(error: unknown): Promise<void> {
    const { code, message, data } = error as { code?: unknown; message?: unknown; data?: unknown };
    const shown = { code: typeof code === 'number' ? code : ErrorCode.InternalError, message: String(message) };
    await this.update({
      status: 'failed',
      error: { ...shown, ...(data !== undefined && { data }) },
      inputRequests: undefined,
    });
  }

  async cancel(): Promise<void> {
    await this.update({ status: 'cancelled', inputRequests: undefined });
    this.cancellation.cancel();
  }

  /** What has ended stays as it is. */
  private async update(change: Partial<TaskRecord>): Promise<void> {
    if (isTerminal(this.current.status)) return;
    this.current = { ...this.current, ...change, lastUpdatedAt: new Date().toISOString() };
    await this.save(this.current);
  }

  private cancelWithRequest(): void {
    if (!this.isTask) this.cancellation.cancel();
  }
}
