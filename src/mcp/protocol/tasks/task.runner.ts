import { randomUUID } from 'node:crypto';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import type { CallToolResult } from '@modelcontextprotocol/server';
import type { ToolEntry } from '../../catalog/index.js';
import { ProtocolError } from '../../contract/errors.js';
import { type Call, Serialised } from '../../invocation/index.js';
import { Auditor } from '../audit/auditor.js';
import { ErrorCode } from '../error-codes.js';
import { ToolRunner } from '../methods/tool.runner.js';
import type { MethodResult, ProtocolCall } from '../protocol-method.js';
import { RunningTask } from './running-task.js';
import { TaskEvents } from './task-events.js';
import { TaskStore } from './task-store.port.js';
import { createTaskResult, isTerminal, type TaskRecord } from './task.types.js';

/** How long a task is kept, and how long its method may take. */
const TTL_MS = 3_600_000;
const POLL_INTERVAL_MS = 500;
/** Tasks that one principal may have at a time, finished ones that are still kept included. */
const MAX_TASKS = 1000;

type Settled = { readonly result: MethodResult } | { readonly error: unknown };

/** Runs tool calls as tasks. */
@Injectable()
export class TaskRunner implements OnModuleDestroy {
  private readonly logger = new Logger('Tasks');
  private readonly running = new Map<string, RunningTask>();

  constructor(
    private readonly tools: ToolRunner,
    private readonly store: TaskStore,
    private readonly events: TaskEvents,
    private readonly auditor: Auditor,
  ) {}

  /** A task may run for longer than a shutdown can wait. */
  async onModuleDestroy(): Promise<void> {
    const running = [...this.running.values()];
    this.running.clear();
    await Promise.all(running.map((task) => task.cancel()));
  }

  /**
   * Runs the tool until it is done or becomes a task.
   *
   * @returns the tool's own result, or the task that it became
   */
  async run(entry: ToolEntry, input: unknown, call: ProtocolCall): Promise<MethodResult> {
    if ((await this.store.count(call.principal.key)) >= MAX_TASKS) {
      throw new ProtocolError(ErrorCode.Refused, `You have ${MAX_TASKS} tasks: wait until some of them have expired`);
    }
    const task = new RunningTask(call, newRecord(call, entry.name), (record) => this.save(record));
    const timeoutMs = entry.timeoutMs ?? TTL_MS;
    // Before the method runs: what it asks at once is asked in the task.
    if (!entry.task?.manual) task.start();
    const settled = this.settle(entry, input, task.callWith(timeoutMs));
    const first = await Promise.race([task.started, settled]);
    if (first !== 'started') {
      if ('error' in first) throw first.error;
      return first.result;
    }
    await this.save(task.record);
    this.running.set(task.record.taskId, task);
    const created = createTaskResult(task.record);
    // Nobody can answer or cancel a task that has expired.
    const expiry = setTimeout(() => void this.expire(task), task.record.ttlMs).unref();
    void settled.then((outcome) => {
      clearTimeout(expiry);
      return this.finish(task, outcome, call);
    });
    return created;
  }

  /** @throws ProtocolError −32602 for a task that is not the principal's, or of a tool that it may not use */
  async find(taskId: string, call: Call): Promise<TaskRecord> {
    const record = await this.store.find(taskId);
    if (record && (await this.events.isOpenTo(record, call.principal))) return record;
    throw new ProtocolError(ErrorCode.InvalidParams, `Unknown task: ${taskId}`);
  }

  async answer({ taskId }: TaskRecord, responses: Readonly<Record<string, unknown>>): Promise<void> {
    await this.running.get(taskId)?.questions.answer(responses);
  }

  async cancel(record: TaskRecord): Promise<void> {
    if (isTerminal(record.status)) return;
    const task = this.running.get(record.taskId);
    this.running.delete(record.taskId);
    if (task) await task.cancel();
    else await this.save({ ...record, status: 'cancelled', lastUpdatedAt: new Date().toISOString() });
  }

  private async expire(task: RunningTask): Promise<void> {
    this.running.delete(task.record.taskId);
    await task.cancel();
  }

  private async settle(entry: ToolEntry, input: unknown, call: Call): Promise<Settled> {
    try {
      return { result: await this.tools.run(entry, input, call) };
    } catch (error) {
      return { error };
    }
  }

  private async finish(task: RunningTask, settled: Settled, call: ProtocolCall): Promise<void> {
    this.running.delete(task.record.taskId);
    const outcome = 'result' in settled ? { result: plain(settled.result) } : settled;
    try {
      if ('result' in outcome) await task.complete(outcome.result as CallToolResult);
      else await task.fail(outcome.error);
    } catch (error) {
      this.logger.error(`The outcome of task ${task.record.taskId} could not be stored`, error);
    }
    const { taskId, status } = task.record;
    await this.auditor.taskEnded(call, taskId, outcome, status === 'cancelled');
  }

  private async save(record: TaskRecord): Promise<void> {
    await this.store.save(record);
    this.events.publish(record);
  }
}

function plain(result: MethodResult): Readonly<Record<string, unknown>> {
  return (result instanceof Serialised ? result.value : result) as Readonly<Record<string, unknown>>;
}

function newRecord({ principal }: Call, tool: string): TaskRecord {
  const now = new Date().toISOString();
  return {
    taskId: randomUUID(),
    owner: principal.key,
    tool,
    status: 'working',
    createdAt: now,
    lastUpdatedAt: now,
    ttlMs: TTL_MS,
    pollIntervalMs: POLL_INTERVAL_MS,
  };
}
