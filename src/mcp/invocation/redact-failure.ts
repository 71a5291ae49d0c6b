import { types } from 'node:util';
import { ProtocolError } from '../contract/errors.js';
import { redactSecrets } from '../common/redact-secrets.js';
import { REDACTED } from '../contract/property.decorators.js';
import type { Failure } from './failure.js';

/** Causes of causes. */
const MAX_DEPTH = 5;

/** Shorter values are replaced only where they stand alone: a PIN of one digit must not blacken every number. */
const SHORT = 4;

/** A longer list is hostile input, and searching for each value would take long: the whole text is redacted. */
const MAX_VALUES = 200;

/**
 * The failure without the sensitive values of its call, and what clients read of it without anything that has the shape
 * of a token. What only the log reads keeps its shapes here: the log removes them itself.
 *
 * @param values sensitive values of the call's input
 */
export function redactFailure(failure: Failure, values: readonly string[]): Failure {
  const hide = hiding(values);
  switch (failure.kind) {
    case 'expected':
      return { ...failure, message: redactSecrets(hide(failure.message)) };
    case 'protocol':
      return values.length === 0 ? failure : { ...failure, error: protocolError(failure.error, hide) };
    case 'internal':
      return values.length === 0 ? failure : { ...failure, cause: hiddenIn(failure.cause, hide, 0) };
  }
}

function hiding(values: readonly string[]): (text: string) => string {
  if (values.length > MAX_VALUES) return () => REDACTED;
  const spellings = new Set(values.flatMap(spellingsOf).filter((value) => value !== ''));
  // The longest first: one value may be a part of another.
  const found = [...spellings].sort((a, b) => b.length - a.length).map(patternOf);
  return (text) => found.reduce<string>((hidden, pattern) => hidden.replaceAll(pattern, REDACTED), text);
}

/** As it came, without blanks around it, inside JSON, inside a URL. */
function spellingsOf(value: string): readonly string[] {
  return [value, value.trim(), JSON.stringify(value).slice(1, -1), encodeURIComponent(Buffer.from(value).toString())];
}

function patternOf(value: string): string | RegExp {
  if (value.length >= SHORT) return value;
  const literal = value.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`, 'gu');
}

function protocolError({ code, message, data }: ProtocolError, hide: (text: string) => string): ProtocolError {
  return new ProtocolError(code, hide(message), hiddenIn(data, hide, 0));
}

function hiddenIn(value: unknown, hide: (text: string) => string, depth: number): unknown {
  if (typeof value === 'string') return hide(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > MAX_DEPTH) return REDACTED;
  if (types.isNativeError(value) || value instanceof Error) return errorWithout(value, hide, depth);
  if (Array.isArray(value)) return value.map((item) => hiddenIn(item, hide, depth + 1));
  const members = Object.entries(value).map(([name, inner]) => [hide(name), hiddenIn(inner, hide, depth + 1)]);
  return Object.fromEntries(members) as unknown;
}

/** A copy for the log: the error itself belongs to whoever has thrown it. */
function errorWithout(error: Error & { code?: unknown }, hide: (text: string) => string, depth: number): Error {
  const { cause, code } = error;
  const copy = new Error(hide(error.message));
  if (cause !== undefined) copy.cause = hiddenIn(cause, hide, depth + 1);
  const errors = (error as { errors?: unknown }).errors;
  return Object.assign(copy, {
    name: error.name,
    stack: error.stack === undefined ? undefined : hide(error.stack),
    ...(code !== undefined && { code: hiddenIn(code, hide, depth) }),
    ...(Array.isArray(errors) && { errors: hiddenIn(errors, hide, depth + 1) }),
  });
}
