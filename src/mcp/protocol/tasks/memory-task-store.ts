import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { TaskStore } from './task-store.port.js';
import type { TaskRecord } from './task.types.js';

interface Kept {
  readonly record: TaskRecord;
  readonly timer: NodeJS.Timeout;
}

/** Keeps tasks in this process. */
@Injectable()
export class MemoryTaskStore extends TaskStore implements OnModuleDestroy {
  private readonly tasks = new Map<string, Kept>();

  override save(record: TaskRecord): Promise<void> {
    const timer = this.tasks.get(record.taskId)?.timer ?? this.expiry(record);
    this.tasks.set(record.taskId, { record, timer });
    return Promise.resolve();
  }

  override find(taskId: string): Promise<TaskRecord | undefined> {
    return Promise.resolve(this.tasks.get(taskId)?.record);
  }

  override count(owner: string): Promise<number> {
    let count = 0;
    for (const { record } of this.tasks.values()) if (record.owner === owner) count += 1;
    return Promise.resolve(count);
  }

  onModuleDestroy(): void {
    for (const { timer } of this.tasks.values()) clearTimeout(timer);
    this.tasks.clear();
  }

  private expiry({ taskId, ttlMs }: TaskRecord): NodeJS.Timeout {
    return setTimeout(() => this.tasks.delete(taskId), ttlMs).unref();
  }
}
