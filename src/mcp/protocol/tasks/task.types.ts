import type { CallToolResult } from '@modelcontextprotocol/server';
import { ProtocolError } from '../../contract/errors.js';
import { ErrorCode } from '../error-codes.js';
import type { ProtocolCall } from '../protocol-method.js';

/** Name of the extension, as client and server declare it. */
export const TASKS_EXTENSION = 'io.modelcontextprotocol/tasks';

export type TaskStatus = 'working' | 'input_required' | 'completed' | 'failed' | 'cancelled';

/** A question inside a task, as `tasks/get` shows it. */
export interface TaskQuestion {
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** What is kept of a task. */
export interface TaskRecord {
  readonly taskId: string;
  /** Key of the principal that the task belongs to. */
  readonly owner: string;
  /** Name of the tool: who may not use it any more gets nothing of its tasks. */
  readonly tool: string;
  readonly status: TaskStatus;
  readonly statusMessage?: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly lastUpdatedAt: string;
  /** How long the task is kept, in milliseconds from its creation. */
  readonly ttlMs: number;
  readonly pollIntervalMs: number;
  readonly inputRequests?: Readonly<Record<string, TaskQuestion>>;
  readonly result?: CallToolResult;
  readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown };
}

export function isTerminal(status: TaskStatus): boolean {
  return status === 'completed' || status === 'failed' || status === 'cancelled';
}

type View = Readonly<Record<string, unknown>>;

/** The members that every view of a task has (SEP-2663: Task). */
function taskFields({
  taskId,
  status,
  statusMessage,
  createdAt,
  lastUpdatedAt,
  ttlMs,
  pollIntervalMs,
}: TaskRecord): View {
  return {
    taskId,
    status,
    ...(statusMessage !== undefined && { statusMessage }),
    createdAt,
    lastUpdatedAt,
    ttlMs,
    pollIntervalMs,
  };
}

/** The answer to a call that became a task (SEP-2663: CreateTaskResult). */
export function createTaskResult(record: TaskRecord): View {
  return { resultType: 'task', ...taskFields(record) };
}

/** A task with what its status brings along (SEP-2663: DetailedTask). */
export function detailedTask(record: TaskRecord): View {
  const { status, result, error, inputRequests } = record;
  return {
    ...taskFields(record),
    ...(status === 'completed' && { result }),
    ...(status === 'failed' && { error }),
    ...(status === 'input_required' && { inputRequests }),
  };
}

/** Whether the client declared, on this very request, that it can follow tasks. */
export function knowsTasks({ era, clientCapabilities }: ProtocolCall): boolean {
  return era === 'modern' && clientCapabilities?.extensions?.[TASKS_EXTENSION] !== undefined;
}

export function missingTasksError(): ProtocolError {
  return new ProtocolError(
    ErrorCode.MissingClientCapability,
    `This needs the client's ${TASKS_EXTENSION} extension, which this request does not declare.`,
    { requiredCapabilities: { extensions: { [TASKS_EXTENSION]: {} } } },
  );
}
