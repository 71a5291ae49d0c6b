import { setTimeout as startTimer, clearTimeout } from 'node:timers';

/** The call did not finish in time. */
export class CallTimeoutError extends Error {
  override readonly name = 'CallTimeoutError';

  constructor(readonly limitMs: number) {
    super(`The call did not finish within ${limitMs} ms and was stopped.`);
  }
}

/** What a timer can hold (Node.js, timers: a longer delay fires at once). */
const MAX_DELAY_MS = 2 ** 31 - 1;

/** The time limit of one call; it stands still while the client is being asked. */
export class Deadline {
  readonly expired: Promise<never>;
  private expire!: (error: CallTimeoutError) => void;
  private timer: NodeJS.Timeout | undefined;
  private remaining: number;
  private startedAt = 0;
  private pauses = 0;

  constructor(private readonly limitMs: number) {
    this.remaining = Math.min(limitMs, MAX_DELAY_MS);
    this.expired = new Promise((_resolve, reject) => (this.expire = reject));
    this.expired.catch(() => undefined);
    this.run();
  }

  /** Stops the clock while `work` is pending. */
  async exclude<Result>(work: () => Promise<Result>): Promise<Result> {
    this.pauses += 1;
    if (this.pauses === 1) this.halt();
    try {
      return await work();
    } finally {
      this.pauses -= 1;
      if (this.pauses === 0) this.run();
    }
  }

  stop(): void {
    clearTimeout(this.timer);
    this.pauses = Infinity;
  }

  private run(): void {
    this.startedAt = performance.now();
    this.timer = startTimer(() => this.expire(new CallTimeoutError(this.limitMs)), this.remaining);
  }

  private halt(): void {
    clearTimeout(this.timer);
    this.remaining = Math.max(1, this.remaining - (performance.now() - this.startedAt));
  }
}
