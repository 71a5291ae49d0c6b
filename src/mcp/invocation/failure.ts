import { randomBytes } from 'node:crypto';
import type { CatalogEntry } from '../catalog/index.js';
import { ProtocolError, ToolError } from '../contract/errors.js';
import { CallTimeoutError } from './deadline.js';
import { InvalidInputError } from './input.pipe.js';
import { ResultTooLargeError } from './serialise.js';

/** What a failed call comes to. */
export type Failure =
  /** The client may read the message and act on it. */
  | { readonly kind: 'expected'; readonly message: string; readonly status: number }
  /** The request itself is at fault: a JSON-RPC error. */
  | { readonly kind: 'protocol'; readonly error: ProtocolError }
  /** A fault of the server: the client sees the id, the log has the cause under it. */
  | InternalFailure;

export interface InternalFailure {
  readonly kind: 'internal';
  readonly id: string;
  readonly cause: unknown;
}

/** What becomes known of a call while it runs, for errors and the audit. */
export interface CallRecord {
  /** The capability that ran. */
  entry?: CatalogEntry;
  /** Its arguments as the client sent them. */
  input?: unknown;
  failure?: Failure;
}

interface HttpExceptionLike extends Error {
  getStatus(): number;
  getResponse(): unknown;
}

export function failureOf(error: unknown): Failure {
  if (error instanceof ProtocolError) return { kind: 'protocol', error };
  if (error instanceof InvalidInputError) return { kind: 'expected', message: error.message, status: 400 };
  if (error instanceof ToolError) return { kind: 'expected', message: error.message, status: 422 };
  if (error instanceof CallTimeoutError) return { kind: 'expected', message: error.message, status: 408 };
  if (error instanceof ResultTooLargeError) return { kind: 'expected', message: error.message, status: 413 };
  if (isHttpException(error) && error.getStatus() < 500) {
    return { kind: 'expected', message: messageOf(error), status: error.getStatus() };
  }
  return newInternalFailure(error);
}

/** The failure of a request that failed in the server itself: one id for the client, the log and the audit. */
export function internalFailure(cause: unknown, record: CallRecord): InternalFailure {
  if (record.failure?.kind === 'internal') return record.failure;
  const failure = newInternalFailure(cause);
  record.failure = failure;
  return failure;
}

function newInternalFailure(cause: unknown): InternalFailure {
  return { kind: 'internal', id: randomBytes(6).toString('hex'), cause };
}

/** Recognised by shape: an application may load another copy of Nest than ours. */
function isHttpException(error: unknown): error is HttpExceptionLike {
  return (
    error instanceof Error &&
    typeof (error as Partial<HttpExceptionLike>).getStatus === 'function' &&
    'getResponse' in error
  );
}

function messageOf(error: HttpExceptionLike): string {
  const response = error.getResponse();
  if (typeof response === 'string') return response;
  const message = (response as { message?: unknown } | null)?.message;
  if (Array.isArray(message)) return message.map((line) => `- ${String(line)}`).join('\n');
  return typeof message === 'string' ? message : error.message;
}

/** What the client is told of an internal failure. */
export function opaqueMessage(id: string): string {
  return `Internal error. The operator finds the cause in the server's log under the id ${id}.`;
}
