import type { JSONRPCMessage } from '@modelcontextprotocol/server';
import fc from 'fast-check';
import { MAX_REPLAY_BYTES, ReplayBudget } from './replay.budget.js';
import { SessionEventStore } from './session.event-store.js';

const message = (bytes: number): JSONRPCMessage => ({
  jsonrpc: '2.0',
  method: 'notifications/x',
  params: { x: 'x'.repeat(bytes) },
});
const KIB = 1024;

/** Sessions that each keep so much that 65 of them fill the budget. */
async function filled(budget: ReplayBudget, sessions: number): Promise<SessionEventStore[]> {
  const stores = Array.from({ length: sessions }, () => new SessionEventStore(budget));
  for (const store of stores) await store.storeEvent('stream', message(1000 * KIB));
  return stores;
}

describe('the budget for events', () => {
  it('is shared: the sessions that have been quiet for the longest time lose theirs first', async () => {
    const budget = new ReplayBudget();
    const stores = await filled(budget, 65);
    const first = stores[0] as SessionEventStore;
    await first.storeEvent('stream', message(10));

    for (const store of await filled(budget, 3)) expect(store.bytes).toBeGreaterThan(0);

    const kept = stores.map(({ bytes }) => bytes > 0);
    expect([kept.slice(0, 4), budget.bytes <= MAX_REPLAY_BYTES]).toEqual([[true, false, false, false], true]);
    expect(kept.slice(4).every(Boolean)).toBe(true);
  });

  it('refuses to replay what is gone', async () => {
    const budget = new ReplayBudget();
    const store = new SessionEventStore(budget);
    const id = await store.storeEvent('stream', message(10));
    await filled(budget, 66);

    await expect(store.replayEventsAfter(id, { send: () => Promise.resolve() })).rejects.toThrow('not known any more');
    expect(await store.getStreamIdForEventId(id)).toBeUndefined();
  });

  it('gets back what an ended session kept, and counts nothing for it any more', async () => {
    const budget = new ReplayBudget();
    const [store] = (await filled(budget, 1)) as [SessionEventStore];
    store.close();
    await store.storeEvent('stream', message(10));

    expect(budget.bytes).toBe(0);
  });

  it('is what the sessions keep together, and never exceeded', async () => {
    const act = fc.record({ session: fc.nat(80), kib: fc.nat(1000), end: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 120 }), async (acts) => {
        const budget = new ReplayBudget();
        const stores = Array.from({ length: 81 }, () => new SessionEventStore(budget));
        for (const { session, kib, end } of acts) {
          const store = stores[session] as SessionEventStore;
          if (end && kib % 10 === 0) store.close();
          else await store.storeEvent('stream', message(kib * KIB));
        }
        expect(budget.bytes).toBeLessThanOrEqual(MAX_REPLAY_BYTES);
      }),
      { numRuns: 30 },
    );
  });
});
