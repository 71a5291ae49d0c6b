import type { Asked } from './requests.js';

/** Gates have names of their own within a case: it is played alone. */
export const slow = (gate: string): Asked => ({ method: 'tools/call', params: { name: 'slow', arguments: { gate } } });

export const cancel = (requestId: unknown): Asked => ({
  method: 'notifications/cancelled',
  params: { requestId, reason: 'No more' },
});
