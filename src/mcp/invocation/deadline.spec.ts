import { CallTimeoutError, Deadline } from './deadline.js';

const outcomeOf = (deadline: Deadline): Promise<string> =>
  Promise.race([deadline.expired.catch((error: Error) => error.message), Promise.resolve().then(() => 'running')]);

describe('the time limit of a call', () => {
  beforeEach(() => jest.useFakeTimers({ doNotFake: ['setImmediate'] }));
  afterEach(() => jest.useRealTimers());

  it('ends the call when it has passed', async () => {
    const deadline = new Deadline(100);
    await jest.advanceTimersByTimeAsync(100);
    await expect(deadline.expired).rejects.toEqual(new CallTimeoutError(100));
  });

  it('stands still while anything is waited for', async () => {
    const deadline = new Deadline(100);
    const finish: (() => void)[] = [];
    const wait = (): Promise<void> => new Promise((resolve) => finish.push(resolve));
    const waiting = [deadline.exclude(wait), deadline.exclude(wait)];
    await jest.advanceTimersByTimeAsync(10_000);
    finish[0]!();
    await jest.advanceTimersByTimeAsync(10_000);
    const before = await outcomeOf(deadline);
    finish[1]!();
    await Promise.all(waiting);
    await jest.advanceTimersByTimeAsync(101);
    await expect(deadline.expired).rejects.toEqual(new CallTimeoutError(100));
    expect(before).toBe('running');
  });

  it('goes on when what was waited for fails', async () => {
    const deadline = new Deadline(100);
    await expect(deadline.exclude(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await jest.advanceTimersByTimeAsync(101);
    await expect(deadline.expired).rejects.toEqual(new CallTimeoutError(100));
  });

  it('leaves no timer behind, also when a wait ends later', async () => {
    const deadline = new Deadline(100);
    let finish!: () => void;
    const waiting = deadline.exclude(() => new Promise<void>((resolve) => (finish = resolve)));
    deadline.stop();
    finish();
    await waiting;
    expect(jest.getTimerCount()).toBe(0);
  });

  it.each([Infinity, 2 ** 31])('may be longer than a timer can hold: %p', async (limit) => {
    const deadline = new Deadline(limit);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(await outcomeOf(deadline)).toBe('running');
    deadline.stop();
  });
});
