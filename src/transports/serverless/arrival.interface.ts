import type { OutgoingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { PlatformFacts } from '../../mcp/index.js';

/** A request as a platform hands it to a function. */
export interface Arrival {
  readonly method: string;
  /** Path and query, without what the platform put in front of the path. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer | Readable | undefined;
  /** Whom the platform has the request from; `undefined` where it does not say. */
  readonly remoteAddress: string | undefined;
  /** Whether it came to the platform over HTTPS. */
  readonly secure: boolean;
  readonly facts: PlatformFacts;
  /** How long the platform lets the function work on it, in milliseconds; `Infinity` if it does not say. */
  readonly remainingMs: number;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal?: AbortSignal;
}

/** What the application answers, as soon as its head is known. */
export interface Answer {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Readable;
}
