import type { Difference } from '../compare/case.types.js';

/** A difference between our server and a bare one of the SDK that is meant. */
export interface Rule {
  readonly name: string;
  readonly ours: string;
  readonly theirs: string;
  readonly why: string;
  readonly applies: (difference: Difference) => boolean;
}
