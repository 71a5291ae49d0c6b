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

/** One line for each broken constraint, such as `- address.street: must be a string`. */
export function describeIssues(issues: readonly Issue[]): string {
  return issues.map(({ path, message }) => (path === '' ? `- ${message}` : `- ${path}: ${message}`)).join('\n');
}
