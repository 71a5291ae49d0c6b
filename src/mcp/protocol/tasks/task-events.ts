import { Injectable, Logger } from '@nestjs/common';
import { Catalog } from '../../catalog/index.js';
import { andThen, type MaybePromise } from '../../common/maybe-promise.js';
import type { Principal } from '../../contract/principal.js';
import { TaskStore } from './task-store.port.js';
import type { TaskRecord } from './task.types.js';

/** Announces changes of tasks within this process, and says who may follow them. */
@Injectable()
export class TaskEvents {
  private readonly logger = new Logger('Tasks');
  private readonly listeners = new Set<(record: TaskRecord) => void>();

  constructor(
    private readonly catalog: Catalog,
    private readonly store: TaskStore,
  ) {}

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

  /** Whether a principal may see a task: it owns the task, and may use the tool at this moment. */
  isOpenTo(record: TaskRecord, principal: Principal): MaybePromise<boolean> {
    if (record.owner !== principal.key) return false;
    return andThen(this.catalog.find('tool', record.tool, principal), (tool) => tool !== undefined);
  }

  /** The tasks among these that the principal may see. */
  async openTo(taskIds: readonly string[], principal: Principal): Promise<readonly string[]> {
    const open = await Promise.all(
      taskIds.map(async (taskId) => {
        const record = await this.store.find(taskId);
        return record !== undefined && (await this.isOpenTo(record, principal));
      }),
    );
    return taskIds.filter((_taskId, index) => open[index]);
  }

  /**
   * Reports the present state of each task and then every change of it.
   *
   * @returns a function that ends the subscription
   */
  follow(taskIds: readonly string[], report: (record: TaskRecord) => void): () => void {
    const followed = new Set(taskIds);
    const reported = new Set<string>();
    let isOpen = true;
    const unsubscribe = this.subscribe((record) => {
      if (!followed.has(record.taskId)) return;
      reported.add(record.taskId);
      report(record);
    });
    for (const taskId of taskIds) {
      // A change in the meantime is newer than the stored state.
      void this.store.find(taskId).then((record) => {
        if (isOpen && record && !reported.has(taskId)) report(record);
      });
    }
    return () => {
      isOpen = false;
      unsubscribe();
    };
  }
}
