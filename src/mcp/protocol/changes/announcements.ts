import type { MaybePromise } from '../../common/maybe-promise.js';
import type { Principal } from '../../contract/principal.js';
import type { ServerFeatures } from '../server-features.js';
import type { TargetFinder } from '../target.js';
import type { Change, ChangeBus } from './change-bus.port.js';
import { concerns, forwardChanges, type Notice } from './change-notices.js';

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
