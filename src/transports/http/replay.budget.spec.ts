import fc from 'fast-check';
import { MAX_REPLAY_BYTES, ReplayBudget } from './replay.budget.js';
import { SessionEvents } from './session.events.js';

const message = (bytes: number): string => 'x'.repeat(bytes);
const KIB = 1024;

/** Sessions that each keep so much that 65 of them fill the budget. */
function filled(budget: ReplayBudget, sessions: number): SessionEvents[] {
  const stores = Array.from({ length: sessions }, () => new SessionEvents(budget));
  for (const store of stores) store.store('stream', message(1000 * KIB));
  return stores;
}

describe('the budget for events', () => {
  it('is shared: the sessions that have been quiet for the longest time lose theirs first', () => {
    const budget = new ReplayBudget();
    const stores = filled(budget, 65);
    const first = stores[0] as SessionEvents;
    first.store('stream', message(10));

    for (const store of filled(budget, 3)) expect(store.bytes).toBeGreaterThan(0);

    const kept = stores.map(({ bytes }) => bytes > 0);
    expect([kept.slice(0, 4), budget.bytes <= MAX_REPLAY_BYTES]).toEqual([[true, false, false, false], true]);
    expect(kept.slice(4).every(Boolean)).toBe(true);
  });

  it('leaves nothing to replay of what is gone', () => {
    const budget = new ReplayBudget();
    const store = new SessionEvents(budget);
    const id = store.store('stream', message(10));
    filled(budget, 66);

    expect([store.after(id), store.streamOf(id)]).toEqual([[], undefined]);
  });

  it('gets back what an ended session kept, and counts nothing for it any more', () => {
    const budget = new ReplayBudget();
    const [store] = filled(budget, 1) as [SessionEvents];
    store.close();
    store.store('stream', message(10));

    expect(budget.bytes).toBe(0);
  });

  it('is what the sessions keep together, and never exceeded', () => {
    const act = fc.record({ session: fc.nat(80), kib: fc.nat(1000), end: fc.boolean() });
    fc.assert(
      fc.property(fc.array(act, { maxLength: 120 }), (acts) => {
        const budget = new ReplayBudget();
        const stores = Array.from({ length: 81 }, () => new SessionEvents(budget));
        for (const { session, kib, end } of acts) {
          const store = stores[session] as SessionEvents;
          if (end && kib % 10 === 0) store.close();
          else store.store('stream', message(kib * KIB));
        }
        expect(budget.bytes).toBeLessThanOrEqual(MAX_REPLAY_BYTES);
      }),
      { numRuns: 30 },
    );
  });
});
