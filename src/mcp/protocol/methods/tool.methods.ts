import { Inject, Injectable } from '@nestjs/common';
import { Catalog, type ToolEntry } from '../../catalog/index.js';
import { andThen } from '../../common/maybe-promise.js';
import { text } from '../../contract/content.js';
import { ProtocolError } from '../../contract/errors.js';
import { ErrorCode } from '../error-codes.js';
import { PROTOCOL_OPTIONS, type ProtocolOptions } from '../protocol.options.js';
import { objectParam, stringParam } from '../params.js';
import type { MethodResult, ProtocolCall, ProtocolMethod } from '../protocol-method.js';
import { knowsTasks, missingTasksError } from '../tasks/task.types.js';
import { TaskRunner } from '../tasks/task.runner.js';
import { ListPages } from './list-pages.js';
import { ToolRunner } from './tool.runner.js';

/** `tools/list` and `tools/call`. */
@Injectable()
export class ToolMethods {
  constructor(
    private readonly catalog: Catalog,
    private readonly tools: ToolRunner,
    private readonly tasks: TaskRunner,
    private readonly pages: ListPages,
    @Inject(PROTOCOL_OPTIONS) private readonly options: ProtocolOptions,
  ) {}

  readonly list: ProtocolMethod = (params, call) =>
    andThen(this.catalog.visible('tool', call.principal), (entries) =>
      this.pages.page('tools', entries, params['cursor']),
    );

  readonly call: ProtocolMethod = (params, call) => {
    const name = stringParam(params, 'name');
    const input = objectParam(params, 'arguments');
    const entry = call.target.grantedEntry('tool');
    if (!entry) throw new ProtocolError(ErrorCode.InvalidParams, `Unknown tool: ${name}`);
    const { keepsRunning = true } = this.options;
    if (keepsRunning && entry.task && knowsTasks(call)) return this.tasks.run(entry, input, call);
    if (!entry.task?.required) return this.tools.run(entry, input, call);
    return keepsRunning ? refuseSync(entry, call) : refuseTask(entry);
  };
}

/** A tool that runs only as a task, where nothing runs on after the answer. */
function refuseTask({ name }: ToolEntry): MethodResult {
  const message = `${name} runs as a task only, and this server ends with each request: nothing can run on after the answer.`;
  return { content: [text(message)], isError: true };
}

/** A tool that runs only as a task, for a client that cannot follow one. */
function refuseSync({ name }: ToolEntry, call: ProtocolCall): MethodResult {
  if (call.era === 'modern') throw missingTasksError();
  const message = `${name} runs as a task only, which needs a client of protocol revision 2026-07-28 with the tasks extension.`;
  return { content: [text(message)], isError: true };
}
