/**
 * The end of a call, whatever brings it about: its answer, its time limit, its client. The signal that methods see is made
 * for those who ask for it, since few do.
 */
export class CallEnd {
  private controller: AbortController | undefined;
  private readonly listeners: (() => void)[] = [];
  private reason: unknown;
  private over = false;

  get isOver(): boolean {
    return this.over;
  }

  /** Aborted at the end. */
  get signal(): AbortSignal {
    if (this.controller) return this.controller.signal;
    this.controller = new AbortController();
    if (this.over) this.controller.abort(this.reason);
    return this.controller.signal;
  }

  /** Calls back at the end; at once when it has come already. */
  readonly whenOver = (listener: () => void): void => {
    if (this.over) listener();
    else this.listeners.push(listener);
  };

  /** Only the first reason counts. */
  come(reason: unknown): void {
    if (this.over) return;
    this.over = true;
    this.reason = reason;
    this.controller?.abort(reason);
    for (const listener of this.listeners) listener();
  }
}
