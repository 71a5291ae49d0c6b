import type { JsonSchema } from '../../contract/schema.types.js';
import type { MaybePromise } from '../../common/maybe-promise.js';
import type { Sensitivity } from './sensitivity.types.js';

/** One broken constraint: where, and what is wrong there. */
export interface Issue {
  /** Dotted path below the root, such as `address.street` or `items.0.sku`; empty for the root. */
  readonly path: string;
  readonly message: string;
}

export type ParseOutcome =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly issues: readonly Issue[] };

/** A schema as clients see it together with the check that stands behind it. */
export interface SchemaContract {
  readonly schema: JsonSchema;
  /** What of the value is `@Sensitive`; left out where nothing can be. */
  readonly sensitivity?: Sensitivity;
  /**
   * Checks a value and gives back what the method receives: a class instance, parsed output, or the value itself. A
   * promise only where something waits.
   */
  parse(value: unknown): MaybePromise<ParseOutcome>;
}

/** A schema that cannot be used; the message says what to write instead. */
export class SchemaFault extends Error {
  override readonly name = 'SchemaFault';
}
