import { IntrinsicException, type PipeTransform } from '@nestjs/common';
import type { CatalogEntry } from '../catalog/index.js';
import type { Issue, ParseOutcome } from '../catalog/schemas/index.js';
import { andThen, type MaybePromise } from '../common/maybe-promise.js';

const WHAT = { tool: 'arguments', prompt: 'arguments', resourceTemplate: 'URI variables' } as const;

/** Checks the input of a capability on Nest's way; runs behind the application's own pipes. */
export class InputPipe implements PipeTransform<unknown, unknown> {
  constructor(private readonly entry: CatalogEntry) {}

  transform(value: unknown): MaybePromise<unknown> {
    return parseInput(this.entry, value);
  }
}

/**
 * Checks the input of a capability and makes the object that its method receives.
 *
 * @throws InvalidInputError naming every broken constraint
 */
export function parseInput(entry: CatalogEntry, value: unknown): MaybePromise<unknown> {
  const { input } = entry;
  if (!input) return value;
  return andThen(input.parse(value), (outcome) => accepted(entry, outcome));
}

function accepted({ kind, name }: CatalogEntry, outcome: ParseOutcome): unknown {
  if (outcome.ok) return outcome.value;
  const what = kind in WHAT ? WHAT[kind as keyof typeof WHAT] : 'input';
  throw new InvalidInputError(`${what} for ${name}`, outcome.issues);
}

/** The arguments break the input schema; the message lists every broken constraint. */
export class InvalidInputError extends IntrinsicException {
  override readonly name = 'InvalidInputError';

  constructor(
    what: string,
    readonly issues: readonly Issue[],
  ) {
    super(`Invalid ${what}. Correct this and call again:\n${describeIssues(issues)}`);
  }
}

/** A long list of broken items would fill a model's context and say little more. */
const MAX_ISSUES = 50;

/** One line for each broken constraint, such as `- address.street: must be a string`. */
export function describeIssues(issues: readonly Issue[]): string {
  const lines = issues
    .slice(0, MAX_ISSUES)
    .map(({ path, message }) => (path === '' ? `- ${message}` : `- ${path}: ${message}`));
  if (issues.length > MAX_ISSUES) lines.push(`- and ${issues.length - MAX_ISSUES} more`);
  return lines.join('\n');
}
