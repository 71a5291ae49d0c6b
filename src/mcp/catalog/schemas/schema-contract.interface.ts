import type { MaybePromise } from '../../common/maybe-promise.js';
import type { JsonSchema } from '../../contract/schema.types.js';

/** One broken constraint: where, and what is wrong there. */
export interface Issue {
  /** Dotted path below the root, such as `address.street` or `items.0.sku`; empty for the root. */
  readonly path: string;
  readonly message: string;
}

export type ParseOutcome =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly issues: readonly Issue[] };

/** A value is sensitive as a whole, or is an object, or a list of them, with sensitive properties; empty: nothing is. */
export type Sensitivity = 'sensitive' | readonly SensitivePaths[];

/**
 * The sensitive members of an object, by the names that clients use; `*` means every name. A class that contains itself
 * makes a map that contains itself.
 */
export type SensitivePaths = ReadonlyMap<string, Sensitivity>;

/** A schema as clients see it, and the check that enforces it. */
export interface SchemaContract {
  readonly schema: JsonSchema;
  /** The `@Sensitive` parts of the value; absent where nothing can be. */
  readonly sensitivity?: Sensitivity;
  /**
   * Checks a value and returns the argument of the method: a class instance, parsed output, or the value itself. A
   * promise only where a rule or the compiler has to be awaited.
   */
  parse(value: unknown): MaybePromise<ParseOutcome>;
}

/** A schema that cannot be used; the message says what to write instead. */
export class SchemaFault extends Error {
  override readonly name = 'SchemaFault';
}
