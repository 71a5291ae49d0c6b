/** Error of a call whose client has cancelled it or gone away. The client's own reason is text, not an error. */
export function cancellationError(): DOMException {
  return new DOMException('The client cancelled the call or went away.', 'AbortError');
}

/** The client's way to end a request early. Like an `AbortSignal`, at a fraction of its cost: few requests are cancelled. */
export class Cancellation {
  private listeners: Set<() => void> | undefined;
  private cancelled = false;

  get isCancelled(): boolean {
    return this.cancelled;
  }

  /** Only the first call has an effect. */
  cancel(): void {
    if (this.cancelled) return;
    this.cancelled = true;
    const { listeners } = this;
    this.listeners = undefined;
    listeners?.forEach((listener) => listener());
  }

  /**
   * Calls back on cancellation; at once when it has happened.
   *
   * @returns a function that removes the listener
   */
  onCancel(listener: () => void): () => void {
    if (this.cancelled) {
      listener();
      return () => undefined;
    }
    (this.listeners ??= new Set()).add(listener);
    return () => this.listeners?.delete(listener);
  }
}

/** The time in which one capability runs: until its answer, its time limit or its cancellation. */
export class CallLifetime {
  private controller: AbortController | undefined;
  private listeners: (() => void)[] | undefined;
  private reason: unknown;
  private over = false;

  get isOver(): boolean {
    return this.over;
  }

  /** Aborted at the end. Made on demand: few methods ask for it. */
  get signal(): AbortSignal {
    if (this.controller) return this.controller.signal;
    this.controller = new AbortController();
    if (this.over) this.controller.abort(this.reason);
    return this.controller.signal;
  }

  /** Calls back at the end; at once when it is over. */
  onEnd(listener: () => void): void {
    if (this.over) listener();
    else (this.listeners ??= []).push(listener);
  }

  /** Only the first reason counts. */
  end(reason: unknown): void {
    if (this.over) return;
    this.over = true;
    this.reason = reason;
    this.controller?.abort(reason);
    this.listeners?.forEach((listener) => listener());
  }
}
