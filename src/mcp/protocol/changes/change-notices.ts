import { Logger } from '@nestjs/common';
import type { MaybePromise } from '../../common/maybe-promise.js';
import type { Params } from '../params.js';
import type { Families, ServerFeatures } from '../server-features.js';
import type { Change, ChangeBus } from './change-bus.port.js';
import type { Principal } from '../../contract/principal.js';
import type { TargetFinder } from '../target.js';

/** A notification of the protocol. */
export interface Notice {
  readonly method: string;
  readonly params?: Params;
}

const logger = new Logger('Changes');

/**
 * Forwards changes to a client, one after the other: a notice whose access check takes longer is not overtaken.
 *
 * @param isWanted whether the client follows the change and may see it at this moment
 * @returns a function that stops forwarding
 */
export function forwardChanges(
  bus: ChangeBus,
  isWanted: (change: Change) => MaybePromise<boolean>,
  send: (notice: Notice) => MaybePromise<void>,
): () => void {
  let isOpen = true;
  let last: Promise<void> = Promise.resolve();
  const forward = async (change: Change): Promise<void> => {
    if (isOpen && (await isWanted(change)) && isOpen) await send(noticeOf(change));
  };
  const unsubscribe = bus.subscribe((change) => {
    last = last
      .then(() => forward(change))
      .catch((error: Error) => logger.debug(`A change notice was not sent: ${error.message}`));
  });
  return () => {
    isOpen = false;
    unsubscribe();
  };
}

/** Whether the application offers what has changed. */
function concerns({ kind }: Change, families: Families): boolean {
  switch (kind) {
    case 'tools_list_changed':
      return families.tools;
    case 'prompts_list_changed':
      return families.prompts;
    case 'resources_list_changed':
    case 'resource_updated':
      return families.resources;
  }
}

function noticeOf(change: Change): Notice {
  switch (change.kind) {
    case 'tools_list_changed':
      return { method: 'notifications/tools/list_changed' };
    case 'prompts_list_changed':
      return { method: 'notifications/prompts/list_changed' };
    case 'resources_list_changed':
      return { method: 'notifications/resources/list_changed' };
    case 'resource_updated':
      return { method: 'notifications/resources/updated', params: { uri: change.uri } };
  }
}

/** A client of the legacy era that is connected. */
export interface Follower {
  readonly principal: Principal;
  /** URIs that it has subscribed to. */
  readonly subscriptions: ReadonlySet<string>;
  readonly send: (notice: Notice) => MaybePromise<void>;
}

/**
 * Announces changes to a connected client of the legacy era: of lists to every client, of resources to subscribers.
 *
 * @returns a function that stops it
 */
export function announceChanges(
  { principal, subscriptions, send }: Follower,
  { changes, features, targets }: { changes: ChangeBus; features: ServerFeatures; targets: TargetFinder },
): () => void {
  const canReceiveUpdate = (change: Change): MaybePromise<boolean> => {
    if (!concerns(change, features.families)) return false;
    if (change.kind !== 'resource_updated') return true;
    // Asked anew for each change: access may have ended since the client subscribed.
    return subscriptions.has(change.uri) && targets.canSee(change.uri, principal);
  };
  return forwardChanges(changes, canReceiveUpdate, send);
}
