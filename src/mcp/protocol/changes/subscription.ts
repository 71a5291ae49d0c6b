import { Inject, Injectable } from '@nestjs/common';
import { SERVER_INFO_META_KEY, SUBSCRIPTION_ID_META_KEY } from '@modelcontextprotocol/server';
import type { MaybePromise } from '../../common/maybe-promise.js';
import { ProtocolError } from '../../contract/errors.js';
import { ErrorCode } from '../error-codes.js';
import type { Params } from '../params.js';
import { PROTOCOL_OPTIONS, type ProtocolOptions } from '../protocol.options.js';
import type { RequestCall } from '../request-call.js';
import { ServerFeatures } from '../server-features.js';
import { TargetFinder } from '../target.js';
import { detailedTask, knowsTasks, missingTasksError, type TaskRecord } from '../tasks/task.types.js';
import { TaskEvents } from '../tasks/task-events.js';
import { MessageRejectedError } from '../wire/refusals.js';
import { type Change, ChangeBus } from './change-bus.port.js';
import { forwardChanges, type Notice } from './change-notices.js';
import { isFollowed, type ListenFilter, offeredPart, readListenFilter } from './listen-filter.js';

/** The method whose answer stays open by nature: its end is not awaited by a shutdown (2026-07-28, basic/subscriptions). */
export const LISTEN_METHOD = 'subscriptions/listen';

/** Open subscriptions in this process. */
const MAX_SUBSCRIPTIONS = 1024;

/** Sends a notification of one subscription. */
type Send = (notice: Notice) => MaybePromise<void>;

/** Serves `subscriptions/listen`. */
@Injectable()
export class Subscriptions {
  private open = 0;

  constructor(
    private readonly features: ServerFeatures,
    private readonly targets: TargetFinder,
    private readonly bus: ChangeBus,
    private readonly tasks: TaskEvents,
    @Inject(PROTOCOL_OPTIONS) private readonly options: ProtocolOptions,
  ) {}

  /**
   * Acknowledges the request, then sends notices until it ends.
   *
   * @param ended resolves when the server ends the subscription
   * @returns the result that ends it; nothing is sent after a cancellation
   * @throws ProtocolError −32602, −32603 beyond the limit, −32021 for tasks without the extension
   * @throws MessageRejectedError −32601 where the process does not outlive a request, −32602 for too many names
   */
  async serve(call: RequestCall, send: Send, ended: Promise<void>): Promise<Params> {
    if (!this.features.families.changes) throw new MessageRejectedError(ErrorCode.MethodNotFound, 'Method not found');
    if (this.open >= MAX_SUBSCRIPTIONS) {
      throw new ProtocolError(ErrorCode.InternalError, 'Subscription limit reached');
    }
    this.open += 1;
    let stop = (): void => undefined;
    try {
      const granted = await this.grant(call);
      await send(acknowledgement(call, granted));
      if (!isEmpty(granted) && !call.cancellation.isCancelled) {
        stop = this.start(call, granted, send);
        await Promise.race([ended, cancelled(call)]);
      }
      return this.result(call);
    } finally {
      stop();
      this.open -= 1;
    }
  }

  /** What the client asks for, without what the server does not offer and what the caller may not see. */
  private async grant(call: RequestCall): Promise<ListenFilter> {
    const wanted = readListenFilter(call.params);
    if (wanted.taskIds && !knowsTasks(call)) throw missingTasksError();
    const offered = offeredPart(wanted, this.features.families);
    const uris = offered.resourceSubscriptions ?? [];
    const seen = await Promise.all(uris.map(async (uri) => this.targets.canSee(uri, call.principal)));
    const resourceSubscriptions = uris.filter((_uri, index) => seen[index]);
    const { resourceSubscriptions: _all, ...lists } = offered;
    const taskIds = wanted.taskIds && (await this.tasks.openTo(wanted.taskIds, call.principal));
    return {
      ...lists,
      ...(resourceSubscriptions.length > 0 && { resourceSubscriptions }),
      ...(taskIds && { taskIds }),
    };
  }

  private start(call: RequestCall, granted: ListenFilter, send: Send): () => void {
    const { principal, requestId } = call;
    const stamped: Send = ({ method, params }) => send({ method, params: withId(params, requestId) });
    // Asked anew for each change: access may have ended since the client subscribed.
    const isWanted = (change: Change): MaybePromise<boolean> =>
      isFollowed(granted, change) && (change.kind !== 'resource_updated' || this.targets.canSee(change.uri, principal));
    let reported = Promise.resolve();
    const report = (record: TaskRecord): void => {
      reported = reported.then(() => this.report(record, call, stamped)).catch(() => undefined);
    };
    const stops = [forwardChanges(this.bus, isWanted, stamped), this.tasks.follow(granted.taskIds ?? [], report)];
    return () => stops.forEach((stop) => stop());
  }

  private async report(record: TaskRecord, { principal }: RequestCall, send: Send): Promise<void> {
    if (!(await this.tasks.isOpenTo(record, principal))) return;
    await send({ method: 'notifications/tasks', params: detailedTask(record) });
  }

  private result({ requestId }: RequestCall): Params {
    const { serverInfo } = this.options;
    return {
      resultType: 'complete',
      _meta: { [SUBSCRIPTION_ID_META_KEY]: requestId, [SERVER_INFO_META_KEY]: serverInfo },
    };
  }
}

function isEmpty(granted: ListenFilter): boolean {
  return Object.values(granted).every((part) => Array.isArray(part) && part.length === 0);
}

function acknowledgement({ requestId }: RequestCall, granted: ListenFilter): Notice {
  return {
    method: 'notifications/subscriptions/acknowledged',
    params: withId({ notifications: granted }, requestId),
  };
}

function withId(params: Params | undefined, id: string | number): Params {
  return { ...params, _meta: { [SUBSCRIPTION_ID_META_KEY]: id } };
}

function cancelled({ cancellation }: RequestCall): Promise<void> {
  return new Promise((resolve) => cancellation.onCancel(resolve));
}
