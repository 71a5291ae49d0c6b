import type { CompleteResult } from '@modelcontextprotocol/server';
import type { CompletionAnswer } from '../../contract/complete.decorator.js';

/** The protocol's limit for one answer (specification, server/utilities/completion). */
const MAX_VALUES = 100;

/** Makes a completion of what the method returned: a list of values, or an answer that also knows the total. */
export function toCompletionResult(value: readonly string[] | CompletionAnswer): CompleteResult {
  const answer: CompletionAnswer = isList(value) ? { values: value, total: value.length } : value;
  if (!Array.isArray(answer?.values) || !answer.values.every((item) => typeof item === 'string')) {
    throw new TypeError('A completion method returns a list of strings, or an object with such a list as `values`.');
  }
  const values = answer.values.slice(0, MAX_VALUES);
  const hasMore = answer.hasMore ?? (answer.values.length > values.length || (answer.total ?? 0) > values.length);
  return { completion: { values, ...(answer.total !== undefined && { total: answer.total }), hasMore } };
}

function isList(value: readonly string[] | CompletionAnswer): value is readonly string[] {
  return Array.isArray(value);
}
