/** Claims of a token that the platform has verified, by their name; their values are mostly text. */
export type VerifiedClaims = Readonly<Record<string, unknown>>;

/** What the platform that runs a function knows of a request. */
export interface PlatformFacts {
  /** Names under which the platform serves the function, in lower case. */
  readonly hosts: readonly string[];
  /** What the authorizer in front of the function found out about the caller. */
  readonly claims?: VerifiedClaims;
}

/** Kept beside the requests: a header, or any other part of them, could come from a client. */
const facts = new WeakMap<object, PlatformFacts>();

/** Says what the platform knows of a request. */
export function setPlatformFacts(request: object, known: PlatformFacts): void {
  facts.set(request, known);
}

/** What the platform knows of a request; `undefined` where nobody but the client has said anything. */
export function platformFactsOf(request: object): PlatformFacts | undefined {
  return facts.get(request);
}
