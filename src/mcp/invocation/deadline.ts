/** The call did not finish in time. */
export class CallTimeoutError extends Error {
  override readonly name = 'CallTimeoutError';

  constructor(readonly limitMs: number) {
    super(`The call did not finish within ${limitMs} ms and was stopped.`);
  }
}

/** The longest delay of a timer (Node.js, timers: a longer one fires at once). */
const MAX_DELAY_MS = 2 ** 31 - 1;

/** The time limit of one call; it pauses while the client is being asked. */
export class Deadline {
  private timer: NodeJS.Timeout | undefined;
  private remaining: number;
  private runningSince = performance.now();
  private pauses = 0;
  private expire: ((error: CallTimeoutError) => void) | undefined;

  constructor(private readonly limitMs: number) {
    this.remaining = Math.min(limitMs, MAX_DELAY_MS);
  }

  /** Arms the timer: only for calls that are still open when their first turn is over. */
  start(expire: (error: CallTimeoutError) => void): void {
    this.expire = expire;
    if (this.pauses > 0) return;
    this.halt();
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
    this.runningSince = performance.now();
    const { expire } = this;
    if (expire) this.timer = setTimeout(() => expire(new CallTimeoutError(this.limitMs)), this.remaining);
  }

  private halt(): void {
    clearTimeout(this.timer);
    this.remaining = Math.max(1, this.remaining - (performance.now() - this.runningSince));
  }
}
