import type { CallEnd } from './call-end.js';

/** What a call ends with when its client cancels: the reason that a client gives is its own text, and no error. */
export function cancellationError(): DOMException {
  return new DOMException('The client cancelled the call or went away.', 'AbortError');
}

/** The signal of calls that nobody can cancel: one for all of them. */
export const NEVER_CANCELLED: AbortSignal = new AbortController().signal;

/** Passes the abort of one signal on for as long as a call lasts; leaves nothing behind on a signal that lives longer. */
export class Cancellation {
  /** Rejects with an `AbortError` when the signal is aborted. */
  readonly happened: Promise<never>;
  private readonly cancel: () => void;

  constructor(
    private readonly signal: AbortSignal,
    target: CallEnd,
  ) {
    let reject!: (reason: unknown) => void;
    this.happened = new Promise((_resolve, fail) => (reject = fail));
    this.happened.catch(() => undefined);
    this.cancel = () => {
      const reason = cancellationError();
      target.come(reason);
      reject(reason);
    };
    if (signal.aborted) this.cancel();
    else if (signal !== NEVER_CANCELLED) signal.addEventListener('abort', this.cancel, { once: true });
  }

  stop(): void {
    if (this.signal !== NEVER_CANCELLED) this.signal.removeEventListener('abort', this.cancel);
  }
}
