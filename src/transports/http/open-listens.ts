import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/index.js';
import { SessionLimitError } from '../network/session.registry.js';

/** Streams of `subscriptions/listen`, which stay open: counted per caller, as sessions are. */
@Injectable()
export class OpenListens {
  private readonly perCaller = new Map<string, number>();

  constructor(private readonly settings: Settings) {}

  /** @throws SessionLimitError when the caller has too many streams open */
  async hold(caller: string, stream: () => Promise<void>): Promise<void> {
    const open = this.perCaller.get(caller) ?? 0;
    if (open >= this.settings.maxSessionsPerPrincipal) {
      throw new SessionLimitError(429, 'You have too many streams open: end one first');
    }
    this.perCaller.set(caller, open + 1);
    try {
      await stream();
    } finally {
      const left = (this.perCaller.get(caller) ?? 1) - 1;
      if (left > 0) this.perCaller.set(caller, left);
      else this.perCaller.delete(caller);
    }
  }
}
