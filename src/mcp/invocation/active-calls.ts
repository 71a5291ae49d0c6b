import { Injectable } from '@nestjs/common';

/** Counts the calls that are running, so that a shutdown can wait for them. */
@Injectable()
export class ActiveCalls {
  private count = 0;
  private waiting: (() => void)[] = [];
  private draining: Promise<void> | undefined;
  /** A shutdown has waited for the running calls once, in vain. */
  private overdue = false;

  /** Runs `work` as an active call. */
  async track<Result>(work: () => Promise<Result>): Promise<Result> {
    this.begin();
    try {
      return await work();
    } finally {
      this.end();
    }
  }

  /** A call begins; `end` has to follow, once. */
  begin(): void {
    this.count += 1;
  }

  end(): void {
    this.count -= 1;
    if (this.count === 0 && this.waiting.length > 0) this.waiting.splice(0).forEach((resolve) => resolve());
  }

  /** Resolves when no call is running, or after `limitMs`, which all waiters share. */
  idle(limitMs: number): Promise<void> {
    return (this.draining ??= this.drained(limitMs).finally(() => (this.draining = undefined)));
  }

  private async drained(limitMs: number): Promise<void> {
    if (this.count === 0 || this.overdue) return;
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<void>((resolve) => {
      timer = setTimeout(() => {
        this.overdue = true;
        resolve();
      }, limitMs);
    });
    await Promise.race([limit, new Promise<void>((resolve) => this.waiting.push(resolve))]);
    clearTimeout(timer);
  }
}
