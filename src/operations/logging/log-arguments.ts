import { inspect } from 'node:util';
import { isError } from './error.serializer.js';
import { redactedValue } from './redacted-value.js';

/** The arguments of one logger call, by their role. */
export interface LogArguments {
  readonly message?: string;
  readonly context?: string;
  readonly err?: unknown;
  readonly data?: Readonly<Record<string, unknown>>;
}

// Nest's own logger distinguishes a stack from a context by this pattern.
const STACK = /^(.)+\n\s+at .+:\d+:\d+/;

/** Reads `(message, ...extras, context?)`, the shape of `log`, `warn`, `debug` and `verbose`. */
export function readLogArguments(message: unknown, params: readonly unknown[]): LogArguments {
  const { rest, context } = takeContext(params);
  return assemble(message, rest, context);
}

/** Reads `(message, ...extras, stack?, context?)`, the shape of `error` and `fatal`. */
export function readErrorArguments(message: unknown, params: readonly unknown[]): LogArguments {
  const last = params.at(-1);
  if (typeof last === 'string' && STACK.test(last)) {
    return assemble(message, params.slice(0, -1), undefined, last);
  }
  const { rest, context } = takeContext(params);
  const stack = rest.at(-1);
  // A logger with a context passes `undefined` for a missing stack.
  if (stack === undefined || typeof stack === 'string') return assemble(message, rest.slice(0, -1), context, stack);
  return assemble(message, rest, context);
}

function takeContext(params: readonly unknown[]): { rest: readonly unknown[]; context?: string } {
  const last = params.at(-1);
  return typeof last === 'string' ? { rest: params.slice(0, -1), context: last } : { rest: params };
}

function assemble(message: unknown, extras: readonly unknown[], context?: string, stack?: string): LogArguments {
  const subject = resolve(message);
  const others = extras.filter((extra) => extra !== undefined);
  const error = [subject, ...others].find(isError);
  const objects = [subject, ...others].filter(isPlainObject);
  const loose = others.filter((extra) => extra !== error && !isPlainObject(extra));
  const data = Object.assign({}, ...objects, loose.length > 0 ? { extra: loose } : {}) as Record<string, unknown>;
  return {
    message: isPlainObject(subject) ? undefined : textOf(subject),
    context,
    err: error ?? (stack === undefined ? undefined : { stack }),
    data: Object.keys(data).length > 0 ? data : undefined,
  };
}

/** Nest logs a class as its name, and calls a function for the message. */
function resolve(message: unknown): unknown {
  if (typeof message !== 'function') return message;
  if (Function.prototype.toString.call(message).startsWith('class ')) return message.name;
  return resolve((message as () => unknown)());
}

function textOf(message: unknown): string {
  if (isError(message)) return message.message;
  return typeof message === 'string' ? message : inspected(redactedValue(message));
}

function inspected(value: unknown): string {
  try {
    return inspect(value, { breakLength: Infinity, compact: true });
  } catch {
    // A custom inspect method throws.
    return Object.prototype.toString.call(value);
  }
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
