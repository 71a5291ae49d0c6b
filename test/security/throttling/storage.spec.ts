import fc from 'fast-check';
import { MAX_WINDOWS, MemoryThrottlerStorage } from '../../../src/security/throttling/memory-throttler.storage.js';

beforeEach(() => jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] }));
afterEach(() => jest.useRealTimers());

const TTL = 60_000;
const NAME = 'messages';

describe('the counters in memory', () => {
  it('let through what the limit says, then block until the period is over', async () => {
    const storage = new MemoryThrottlerStorage();
    const hit = () => storage.increment('a', TTL, 2, 0, NAME);

    const seen = [await hit(), await hit()];
    jest.advanceTimersByTime(20_000);
    seen.push(await hit());
    jest.advanceTimersByTime(40_000);
    seen.push(await hit());

    expect(seen).toEqual([
      { totalHits: 1, timeToExpire: 60, isBlocked: false, timeToBlockExpire: 0 },
      { totalHits: 2, timeToExpire: 60, isBlocked: false, timeToBlockExpire: 0 },
      { totalHits: 3, timeToExpire: 40, isBlocked: true, timeToBlockExpire: 40 },
      { totalHits: 1, timeToExpire: 60, isBlocked: false, timeToBlockExpire: 0 },
    ]);
  });

  it('block as long as they are told to, and no longer for being asked again', async () => {
    const storage = new MemoryThrottlerStorage();
    const hit = () => storage.increment('a', 1000, 1, 90_000, NAME);
    await hit();
    await hit();

    jest.advanceTimersByTime(89_000);
    const blocked = await hit();
    jest.advanceTimersByTime(1000);

    expect([blocked, await hit()]).toMatchObject([
      { isBlocked: true, timeToBlockExpire: 1 },
      { isBlocked: false, totalHits: 1 },
    ]);
  });

  it('never let through more than the limit in a period, whatever comes when', async () => {
    const steps = fc.array(fc.record({ key: fc.constantFrom('a', 'b'), wait: fc.nat(30_000) }), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(steps, fc.integer({ min: 1, max: 5 }), async (hits, limit) => {
        const storage = new MemoryThrottlerStorage();
        const windows = new Map<string, { start: number; passed: number }>();
        for (const { key, wait } of hits) {
          jest.advanceTimersByTime(wait);
          const known = windows.get(key);
          const window = known && Date.now() < known.start + TTL ? known : { start: Date.now(), passed: 0 };
          windows.set(key, window);
          const { isBlocked } = await storage.increment(key, TTL, limit, 0, NAME);
          if (!isBlocked) window.passed += 1;
          expect([isBlocked, window.passed <= limit]).toEqual([window.passed === limit && isBlocked, true]);
        }
      }),
    );
  });

  it('forget what is over', async () => {
    const storage = new MemoryThrottlerStorage();
    for (let index = 0; index < 1000; index += 1) await storage.increment(`address ${index}`, TTL, 5, 0, NAME);
    jest.advanceTimersByTime(TTL);
    await storage.increment('later', TTL, 5, 0, NAME);

    expect(storage.size).toBe(1);
  });

  it('of one limit are not forgotten in a flood of addresses in another', async () => {
    const storage = new MemoryThrottlerStorage();
    const guess = () => storage.increment('eve', TTL, 1, 0, 'authentication');
    await guess();
    for (let index = 0; index < MAX_WINDOWS + 10; index += 1)
      void storage.increment(`address ${index}`, TTL, 5, 0, NAME);

    expect(await guess()).toMatchObject({ totalHits: 2, isBlocked: true });
  });

  it('do not grow without limit in a flood of addresses', async () => {
    const storage = new MemoryThrottlerStorage();
    const before = process.memoryUsage().heapUsed;
    for (let index = 0; index < 3 * MAX_WINDOWS; index += 1)
      void storage.increment(`address ${index}`, TTL, 5, 0, NAME);

    expect(storage.size).toBe(MAX_WINDOWS);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(256 * 1024 * 1024);
    expect((await storage.increment('one more', TTL, 5, 0, NAME)).isBlocked).toBe(false);
  });
});
