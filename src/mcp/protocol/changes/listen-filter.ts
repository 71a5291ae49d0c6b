import { ProtocolError } from '../../contract/errors.js';
import { ErrorCode } from '../error-codes.js';
import type { Params } from '../params.js';
import type { Families } from '../server-features.js';
import { MessageRejectedError } from '../wire/refusals.js';
import type { Change } from './change-bus.port.js';

/** Resources that one client may follow in a session, or with one subscription: each costs memory and a lookup. */
export const MAX_FOLLOWED_URIS = 1000;
const MAX_FOLLOWED_TASKS = 1000;

/** What a client asks to hear of, or what the server grants of it (2026-07-28, basic/subscriptions). */
export interface ListenFilter {
  readonly toolsListChanged?: true;
  readonly promptsListChanged?: true;
  readonly resourcesListChanged?: true;
  readonly resourceSubscriptions?: readonly string[];
  readonly taskIds?: readonly string[];
}

const LISTS = ['toolsListChanged', 'promptsListChanged', 'resourcesListChanged'] as const;

/**
 * Reads the filter of a `subscriptions/listen` request.
 *
 * @throws ProtocolError −32602 for a malformed filter
 * @throws MessageRejectedError −32602 for one that names too much
 */
export function readListenFilter({ notifications }: Params): ListenFilter {
  const given = notifications as Readonly<Record<string, unknown>>;
  if (!isFilter(notifications)) {
    throw new ProtocolError(
      ErrorCode.InvalidParams,
      "Invalid params: 'notifications' is required and must be a valid SubscriptionFilter",
    );
  }
  const uris = given['resourceSubscriptions'] as readonly string[] | undefined;
  const taskIds = Array.isArray(given['taskIds']) ? given['taskIds'].filter((id) => typeof id === 'string') : [];
  assertAtMost(MAX_FOLLOWED_URIS, 'resources', uris?.length ?? 0);
  assertAtMost(MAX_FOLLOWED_TASKS, 'tasks', taskIds.length);
  const lists = LISTS.filter((name) => given[name] === true).map((name) => [name, true] as const);
  return {
    ...Object.fromEntries(lists),
    ...(uris && uris.length > 0 && { resourceSubscriptions: uris }),
    ...(taskIds.length > 0 && { taskIds }),
  };
}

/** The filter without what the application does not offer. */
export function offeredPart(filter: ListenFilter, families: Families): ListenFilter {
  const { toolsListChanged, promptsListChanged, resourcesListChanged, resourceSubscriptions } = filter;
  return {
    ...(toolsListChanged && families.tools && { toolsListChanged }),
    ...(promptsListChanged && families.prompts && { promptsListChanged }),
    ...(resourcesListChanged && families.resources && { resourcesListChanged }),
    ...(resourceSubscriptions && families.resources && { resourceSubscriptions }),
  };
}

export function isFollowed(filter: ListenFilter, change: Change): boolean {
  switch (change.kind) {
    case 'tools_list_changed':
      return filter.toolsListChanged === true;
    case 'prompts_list_changed':
      return filter.promptsListChanged === true;
    case 'resources_list_changed':
      return filter.resourcesListChanged === true;
    case 'resource_updated':
      return filter.resourceSubscriptions?.includes(change.uri) === true;
  }
}

function isFilter(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const filter = value as Readonly<Record<string, unknown>>;
  const uris = filter['resourceSubscriptions'];
  const areUris = uris === undefined || (Array.isArray(uris) && uris.every((uri) => typeof uri === 'string'));
  return areUris && LISTS.every((name) => filter[name] === undefined || typeof filter[name] === 'boolean');
}

function assertAtMost(limit: number, what: string, count: number): void {
  if (count <= limit) return;
  throw new MessageRejectedError(
    ErrorCode.InvalidParams,
    `A subscription names at most ${limit} ${what}, not ${count}`,
  );
}
