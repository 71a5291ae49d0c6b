import { Injectable, Logger } from '@nestjs/common';
import type { TaskRecord } from './task.types.js';

/** Tells whoever follows a task that it has changed. */
@Injectable()
export class TaskEvents {
  private readonly logger = new Logger('Tasks');
  private readonly listeners = new Set<(record: TaskRecord) => void>();

  publish(record: TaskRecord): void {
    for (const listener of this.listeners) {
      try {
        listener(record);
      } catch (error) {
        this.logger.debug(`A notice of task ${record.taskId} was not sent: ${(error as Error).message}`);
      }
    }
  }

  /** @returns a function that ends the subscription */
  subscribe(listener: (record: TaskRecord) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
