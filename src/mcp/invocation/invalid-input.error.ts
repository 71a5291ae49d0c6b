import { IntrinsicException } from '@nestjs/common';
import type { Issue } from '../catalog/schemas/index.js';

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
