import type { IncomingHttpHeaders } from 'node:http';
import { Principal } from '../contract/principal.js';

/** Claims of a token that the platform has verified, by their name; their values are mostly text. */
export type VerifiedClaims = Readonly<Record<string, unknown>>;

/** What the platform that runs a function knows of a request. */
export interface PlatformFacts {
  /** Names under which the platform serves the function, in lower case. */
  readonly hosts: readonly string[];
  /** Claims that the authorizer in front of the function has verified. */
  readonly claims?: VerifiedClaims;
}

/** The parts of an HTTP request that the engine reads. */
export interface HttpRequest {
  readonly headers: IncomingHttpHeaders;
}

const CONTEXT = Symbol('polyport:request-context');

/**
 * What the server knows of the request that carried a message: one object from the socket to the audit. The edge fills
 * it in, the engine reads it.
 */
export class RequestContext {
  /** The authenticated caller; anonymous until the edge has authenticated the request. */
  principal: Principal = Principal.anonymous();
  /** The credential that came with the request, once it has been read; only the security room looks into it. */
  credential: object | undefined;
  /** Address of the client in canonical form, as the edge has resolved it through trusted proxies. */
  address: string | undefined;
  /** What the platform says of the request; `undefined` where no platform runs the server. */
  platform: PlatformFacts | undefined;
  /** When the platform stops the request, on the clock of `performance.now()`. */
  endsAt = Infinity;
  /** The audit has a record of this request: a later refusal is not recorded again. */
  isRecorded = false;
  /** Gives the request what Express adds to requests; set while Express has not seen it. */
  dress: (() => void) | undefined;

  /** @param http `undefined` on stdio and other transports without HTTP */
  constructor(readonly http?: HttpRequest) {}

  /** The context of an HTTP request: the same one at each call. */
  static of(request: HttpRequest): RequestContext {
    const holder = request as { [CONTEXT]?: RequestContext };
    return (holder[CONTEXT] ??= new RequestContext(request));
  }

  /** The HTTP request as guards and other enhancers of Nest expect it. */
  get httpRequest(): object | undefined {
    this.dress?.();
    return this.http;
  }

  /** Time until the platform stops the request, in milliseconds, at least 1; `Infinity` where no platform does. */
  get remainingMs(): number {
    return this.endsAt === Infinity ? Infinity : Math.max(1, Math.round(this.endsAt - performance.now()));
  }
}
