import type { TaskRecord } from './task.types.js';

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
