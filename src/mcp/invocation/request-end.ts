/** When the platform stops the requests that it carries, in milliseconds on the clock of `performance.now()`. */
const ends = new WeakMap<object, number>();

/**
 * Says that a request will be stopped from outside: calls that it carries end before, with an answer.
 *
 * @param remainingMs how long it has from now on
 */
export function setRequestEnd(request: object, remainingMs: number): void {
  ends.set(request, performance.now() + remainingMs);
}

/** How long a request has from now on, in milliseconds, at least one; `Infinity` if nothing stops it. */
export function remainingOf(request: object | undefined): number {
  const end = request && ends.get(request);
  return end === undefined ? Infinity : Math.max(1, Math.round(end - performance.now()));
}
