import { Injectable } from '@nestjs/common';
import { type Params, stringParam } from '../params.js';
import type { ProtocolCall, ProtocolMethod } from '../protocol-method.js';
import { detailedTask, knowsTasks, missingTasksError, type TaskRecord } from '../tasks/task.types.js';
import { TaskRunner } from '../tasks/task.runner.js';

/** `tasks/get`, `tasks/update` and `tasks/cancel` (SEP-2663). */
@Injectable()
export class TaskMethods {
  constructor(private readonly tasks: TaskRunner) {}

  readonly get: ProtocolMethod = async (params, call) => detailedTask(await this.find(params, call));

  readonly update: ProtocolMethod = async (params, call) => {
    const record = await this.find(params, call);
    await this.tasks.answer(record, call.inputResponses);
    return {};
  };

  readonly cancel: ProtocolMethod = async (params, call) => {
    await this.tasks.cancel(await this.find(params, call));
    return {};
  };

  /** The client's capability is checked before the parameters. */
  private find(params: Params, call: ProtocolCall): Promise<TaskRecord> {
    if (!knowsTasks(call)) throw missingTasksError();
    return this.tasks.find(stringParam(params, 'taskId'), call);
  }
}
