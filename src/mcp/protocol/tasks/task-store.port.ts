import type { TaskRecord } from './task.types.js';

/** Keeps tasks until their time to live has passed. Port and injection token in one. */
export abstract class TaskStore {
  /** Stores a task; it can be found when the promise has resolved. */
  abstract save(record: TaskRecord): Promise<void>;
  abstract find(taskId: string): Promise<TaskRecord | undefined>;
  /** Number of tasks that the owner has. */
  abstract count(owner: string): Promise<number>;
}
