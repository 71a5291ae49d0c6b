import type { CallToolResult } from '@modelcontextprotocol/server';

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
