import { CallTimeoutError, Deadline } from './deadline.js';

/** A deadline whose timer is armed, and what it expires with. */
function armed(limitMs: number): { deadline: Deadline; expired: Error[] } {
  const deadline = new Deadline(limitMs);
  const expired: Error[] = [];
  deadline.start((error) => expired.push(error));
  return { deadline, expired };
}

describe('the time limit of a call', () => {
  beforeEach(() => jest.useFakeTimers({ doNotFake: ['setImmediate'] }));
  afterEach(() => jest.useRealTimers());

  it('ends the call when it has passed', async () => {
    const { expired } = armed(100);
    await jest.advanceTimersByTimeAsync(100);
    expect(expired).toEqual([new CallTimeoutError(100)]);
  });

  it('counts the time before it is armed', async () => {
    const deadline = new Deadline(100);
    const expired: Error[] = [];
    await jest.advanceTimersByTimeAsync(60);
    deadline.start((error) => expired.push(error));
    await jest.advanceTimersByTimeAsync(41);
    expect(expired).toEqual([new CallTimeoutError(100)]);
  });

  it('stands still while anything is waited for', async () => {
    const { deadline, expired } = armed(100);
    const finish: (() => void)[] = [];
    const wait = (): Promise<void> => new Promise((resolve) => finish.push(resolve));
    const waiting = [deadline.exclude(wait), deadline.exclude(wait)];
    await jest.advanceTimersByTimeAsync(10_000);
    finish[0]!();
    await jest.advanceTimersByTimeAsync(10_000);
    const before = expired.length;
    finish[1]!();
    await Promise.all(waiting);
    await jest.advanceTimersByTimeAsync(101);
    expect([before, expired]).toEqual([0, [new CallTimeoutError(100)]]);
  });

  it('goes on when what was waited for fails', async () => {
    const { deadline, expired } = armed(100);
    await expect(deadline.exclude(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await jest.advanceTimersByTimeAsync(101);
    expect(expired).toEqual([new CallTimeoutError(100)]);
  });

  it('leaves no timer behind, also when a wait ends later', async () => {
    const { deadline } = armed(100);
    let finish!: () => void;
    const waiting = deadline.exclude(() => new Promise<void>((resolve) => (finish = resolve)));
    deadline.stop();
    finish();
    await waiting;
    expect(jest.getTimerCount()).toBe(0);
  });

  it.each([Infinity, 2 ** 31])('may be longer than a timer can hold: %p', async (limit) => {
    const { deadline, expired } = armed(limit);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(expired).toEqual([]);
    deadline.stop();
  });
});
