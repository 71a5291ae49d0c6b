import type { Server } from '@modelcontextprotocol/server';
import type { Offer } from '../method-table.js';
import type { Change } from './change-bus.port.js';

/**
 * Sends a change to the client of a live connection. In the legacy era updates go to those who subscribed; in the modern
 * era the connection's `subscriptions/listen` streams filter them.
 */
export async function forwardChange(
  change: Change,
  server: Server,
  offer: Offer,
  subscriptions: ReadonlySet<string> | undefined,
): Promise<void> {
  switch (change.kind) {
    case 'tools_list_changed':
      return offer.tools ? server.sendToolListChanged() : undefined;
    case 'prompts_list_changed':
      return offer.prompts ? server.sendPromptListChanged() : undefined;
    case 'resources_list_changed':
      return offer.resources ? server.sendResourceListChanged() : undefined;
    case 'resource_updated':
      if (!offer.resources || (subscriptions && !subscriptions.has(change.uri))) return undefined;
      return server.sendResourceUpdated({ uri: change.uri });
  }
}
