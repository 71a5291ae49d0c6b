/** HTTP requests that have left a record: what is refused in them further on is the outcome that stands in it. */
const recorded = new WeakSet<object>();

export function markRecorded(request: object | undefined): void {
  if (request) recorded.add(request);
}

export function isRecorded(request: object): boolean {
  return recorded.has(request);
}
