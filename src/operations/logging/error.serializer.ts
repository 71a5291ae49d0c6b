import { types } from 'node:util';

const MAX_CAUSES = 5;

/** An error as logged. */
export interface LoggedError {
  readonly type?: string;
  readonly message?: string;
  readonly stack?: string;
  readonly code?: string | number;
  readonly cause?: unknown;
  readonly errors?: readonly unknown[];
}

/**
 * Describes an error by its type, message, stack, code and causes.
 *
 * Omits other properties: HTTP clients keep the request there, with its token.
 */
export function serializeError(error: unknown, depth = 0): unknown {
  if (!isError(error)) return error;
  if (depth > MAX_CAUSES) return '[more causes]';
  const described: LoggedError = {
    type: error.name,
    message: error.message,
    stack: error.stack,
    ...('code' in error && isCode(error.code) ? { code: error.code } : {}),
    ...(error.cause === undefined ? {} : { cause: serializeError(error.cause, depth + 1) }),
    ...(error instanceof AggregateError
      ? { errors: error.errors.slice(0, MAX_CAUSES).map((one) => serializeError(one, depth + 1)) }
      : {}),
  };
  return described;
}

function isCode(code: unknown): code is string | number {
  return typeof code === 'string' || typeof code === 'number';
}

/** Recognises errors, including those of other realms (`vm`, test runners). */
export function isError(value: unknown): value is Error {
  return value instanceof Error || types.isNativeError(value);
}
