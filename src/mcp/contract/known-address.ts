const ADDRESS = Symbol('polyport:address');

/** Remembers where an HTTP request came from, as the edge has found out. */
export function rememberAddress(request: object, address: string): void {
  Object.defineProperty(request, ADDRESS, { value: address });
}

export function knownAddress(request: object): string | undefined {
  return (request as { readonly [ADDRESS]?: string })[ADDRESS];
}
