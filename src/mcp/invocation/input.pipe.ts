import type { PipeTransform } from '@nestjs/common';
import type { CatalogEntry } from '../catalog/index.js';
import { InvalidInputError } from './invalid-input.error.js';

const WHAT = { tool: 'arguments', prompt: 'arguments', resourceTemplate: 'URI variables' } as const;

/** Checks the input of a capability and makes the object that its method receives; runs behind the team's own pipes. */
export class InputPipe implements PipeTransform<unknown, Promise<unknown>> {
  constructor(private readonly entry: CatalogEntry) {}

  async transform(value: unknown): Promise<unknown> {
    const { input, kind, name } = this.entry;
    if (!input) return value;
    const outcome = await input.parse(value);
    if (outcome.ok) return outcome.value;
    throw new InvalidInputError(
      `${kind in WHAT ? WHAT[kind as keyof typeof WHAT] : 'input'} for ${name}`,
      outcome.issues,
    );
  }
}
