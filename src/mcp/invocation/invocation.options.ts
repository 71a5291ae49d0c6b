/** Injection token of the invocation's options. */
export const INVOCATION_OPTIONS = Symbol('polyport:invocation-options');

export interface InvocationOptions {
  /** Limit for one call in milliseconds, unless the capability has its own. */
  readonly callTimeoutMs: number;
  /** Limit for one result, in bytes of its JSON text. */
  readonly maxResultBytes: number;
}
