import { METHODS, type OutgoingHttpHeaders, validateHeaderName, validateHeaderValue } from 'node:http';
import type { Readable } from 'node:stream';
import type { PlatformFacts } from '../../mcp/index.js';
import { asReceived } from './end-to-end.headers.js';

/** A request as a platform hands it to a function. */
export interface PlatformRequest {
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

const METHOD_NAMES: ReadonlySet<string> = new Set(METHODS);

/** Why no HTTP server could have taken the request; `undefined` for one that is sound. */
export function faultOf({ method, target, headers }: PlatformRequest): string | undefined {
  if (!METHOD_NAMES.has(method)) return 'The method is none of HTTP';
  if (!/^\/[\x21-\x7e]*$/.test(target)) return 'The path has characters that must be encoded';
  for (const [name, values] of Object.entries(headers)) {
    if (![values].flat().every((value) => isHeader(name, value)))
      return 'A header has characters that it must not have';
  }
  // RFC 9112, section 3.2. What puts the request in would make up a name of this machine.
  return asReceived(headers)['host'] ? undefined : 'The request has no Host header';
}

function isHeader(name: string, value: string): boolean {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return true;
  } catch {
    return false;
  }
}

/** How many bytes the headers have on the wire. */
export function sizeOf(headers: PlatformRequest['headers']): number {
  const fields = Object.entries(headers).flatMap(([name, values]) => [values].flat().map((value) => [name, value]));
  // A colon, a blank and the end of the line.
  return fields.reduce((sum, [name = '', value = '']) => sum + name.length + value.length + 4, 0);
}
