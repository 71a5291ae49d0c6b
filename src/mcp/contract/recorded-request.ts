const RECORDED = Symbol('polyport:recorded');

/** HTTP requests that have left a record: what is refused in them further on is the outcome that stands in it. */
export function markRecorded(request: object | undefined): void {
  if (request) (request as { [RECORDED]?: true })[RECORDED] = true;
}

export function isRecorded(request: object): boolean {
  return (request as { readonly [RECORDED]?: true })[RECORDED] === true;
}
