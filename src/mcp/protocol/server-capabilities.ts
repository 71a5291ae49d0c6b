import type { ServerCapabilities } from '@modelcontextprotocol/server';
import type { Connection } from './connection.interface.js';
import type { MethodName, Offer } from './method-table.js';
import { TASKS_EXTENSION } from './tasks/task.types.js';

/** What the server declares to a client that it is connected to in this way. */
export function capabilitiesOf(offer: Offer, { era, live }: Pick<Connection, 'era' | 'live'>): ServerCapabilities {
  const listChanged = offer.changes && (live || era === 'modern');
  return {
    ...(offer.tools && { tools: listChanged ? { listChanged } : {} }),
    ...(offer.prompts && { prompts: listChanged ? { listChanged } : {} }),
    ...(offer.resources && { resources: listChanged ? { listChanged, subscribe: true } : {} }),
    ...(offer.completions && { completions: {} }),
    logging: {},
    ...(offer.tasks && era === 'modern' && { extensions: { [TASKS_EXTENSION]: {} } }),
  };
}

/** Subscriptions of the legacy era need a connection to live on; tasks exist in the modern era only. */
export function isServed(method: MethodName, { era, live }: Pick<Connection, 'era' | 'live'>): boolean {
  if (method === 'resources/subscribe' || method === 'resources/unsubscribe') return era === 'legacy' && live;
  return era === 'modern' || !method.startsWith('tasks/');
}
