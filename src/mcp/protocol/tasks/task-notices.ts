import { Injectable } from '@nestjs/common';
import {
  CLIENT_CAPABILITIES_META_KEY,
  SUBSCRIPTION_ID_META_KEY,
  type ClientCapabilities,
  type JSONRPCMessage,
  type JSONRPCRequest,
} from '@modelcontextprotocol/server';
import { Catalog } from '../../catalog/index.js';
import type { Principal } from '../../contract/principal.js';
import { ErrorCode } from '../error-codes.js';
import { LISTEN_METHOD } from '../wire/listen.method.js';
import { MessageRejectedError } from '../wire/message-rejected.error.js';
import { isOpenTo } from './task-access.js';
import { missingTasksError } from './task-capability.js';
import { TaskEvents } from './task-events.js';
import { TaskStore } from './task-store.port.js';
import { detailedTask } from './task-view.js';
import { TASKS_EXTENSION, type TaskRecord } from './task.types.js';

const MAX_FOLLOWED_TASKS = 1000;

const ACKNOWLEDGED = 'notifications/subscriptions/acknowledged';

/** The task part of one `subscriptions/listen` stream, which the SDK's own streams do not know. */
export interface TaskNoticeStream {
  /** Adds the accepted tasks to the acknowledgement of this stream; every other message stays as it is. */
  amend<Message extends object>(message: Message): Message;
  /** Sends the present state of every task and then each change, until `stop` is called. */
  start(send: (notice: JSONRPCMessage) => void): void;
  stop(): void;
}

/** Status notices of tasks on `subscriptions/listen` (SEP-2663: task status notifications). */
@Injectable()
export class TaskNotices {
  constructor(
    private readonly catalog: Catalog,
    private readonly store: TaskStore,
    private readonly events: TaskEvents,
  ) {}

  /**
   * The task part of a listen request; `undefined` when it asks for no tasks.
   *
   * @throws MessageRejectedError −32021 when it asks without declaring the extension, −32602 when it asks for too many
   */
  async open(request: JSONRPCRequest, principal: Principal): Promise<TaskNoticeStream | undefined> {
    const wanted = request.method === LISTEN_METHOD ? taskIdsOf(request) : [];
    if (wanted.length === 0) return undefined;
    if (!declaresTasks(request)) {
      const { code, message, data } = missingTasksError();
      throw new MessageRejectedError(code, message, request.id, data);
    }
    if (wanted.length > MAX_FOLLOWED_TASKS) {
      const message = `A subscription names at most ${MAX_FOLLOWED_TASKS} tasks, not ${wanted.length}`;
      throw new MessageRejectedError(ErrorCode.InvalidParams, message, request.id);
    }
    const open = await Promise.all(wanted.map((taskId) => this.isOpen(taskId, principal)));
    return this.stream(request.id, new Set(wanted.filter((_taskId, index) => open[index])));
  }

  private async isOpen(taskId: string, principal: Principal): Promise<boolean> {
    const record = await this.store.find(taskId);
    return record !== undefined && isOpenTo(record, principal, this.catalog);
  }

  private stream(id: string | number, taskIds: ReadonlySet<string>): TaskNoticeStream {
    let end: (() => void) | undefined;
    const notice = (record: TaskRecord): JSONRPCMessage => ({
      jsonrpc: '2.0',
      method: 'notifications/tasks',
      params: { ...detailedTask(record), _meta: { [SUBSCRIPTION_ID_META_KEY]: id } },
    });
    return {
      amend: (message) => (isAcknowledgementOf(message, id) ? withTaskIds(message, [...taskIds]) : message),
      start: (send) => {
        const told = new Set<string>();
        end = this.events.subscribe((record) => {
          if (!taskIds.has(record.taskId)) return;
          told.add(record.taskId);
          send(notice(record));
        });
        for (const taskId of taskIds) {
          // A change that came in the meantime is newer than what was found.
          void this.store.find(taskId).then((record) => {
            if (record && !told.has(taskId)) send(notice(record));
          });
        }
      },
      stop: () => end?.(),
    };
  }
}

function taskIdsOf({ params }: JSONRPCRequest): string[] {
  const filter = params?.['notifications'] as { taskIds?: unknown } | undefined;
  return Array.isArray(filter?.taskIds) ? filter.taskIds.filter((id): id is string => typeof id === 'string') : [];
}

function declaresTasks({ params }: JSONRPCRequest): boolean {
  const meta = params?._meta;
  const capabilities = meta?.[CLIENT_CAPABILITIES_META_KEY] as ClientCapabilities | undefined;
  return capabilities?.extensions?.[TASKS_EXTENSION] !== undefined;
}

interface Acknowledgement {
  readonly method: string;
  readonly params: { readonly notifications: object; readonly _meta: Readonly<Record<string, unknown>> };
}

function isAcknowledgementOf(message: object, id: string | number): message is Acknowledgement {
  const { method, params } = message as Partial<Acknowledgement>;
  return method === ACKNOWLEDGED && params?._meta?.[SUBSCRIPTION_ID_META_KEY] === id;
}

function withTaskIds<Message extends object>(message: Message & Acknowledgement, taskIds: readonly string[]): Message {
  const { params } = message;
  return { ...message, params: { ...params, notifications: { ...params.notifications, taskIds } } };
}
