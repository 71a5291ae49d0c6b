import { Injectable } from '@nestjs/common';
import type { TaskRecord } from './task.types.js';

/** Tells whoever follows a task that it has changed. */
@Injectable()
export class TaskEvents {
  private readonly listeners = new Set<(record: TaskRecord) => void>();

  publish(record: TaskRecord): void {
    for (const listener of this.listeners) listener(record);
  }

  /** @returns a function that ends the subscription */
  subscribe(listener: (record: TaskRecord) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
