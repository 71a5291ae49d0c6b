import { declareCapability } from './metadata.js';

export interface CompleteOptions {
  /** Name of the `@Prompt` or `@ResourceTemplate` method of the same class. */
  readonly of: string;
  /** Prompt argument or template variable whose values are suggested. */
  readonly argument: string;
}

/** Suggests values for an argument of a prompt or a variable of a resource template while the user types. */
export function Complete(of: string, argument: string): MethodDecorator {
  return declareCapability('completion', { of, argument } satisfies CompleteOptions);
}

/** Input of a `@Complete` method. */
export class CompletionRequest {
  constructor(
    /** The argument being typed. */
    readonly argument: string,
    /** What has been typed so far. */
    readonly value: string,
    /** Arguments that are already filled in. */
    readonly filled: Readonly<Record<string, string>>,
  ) {}
}

/** What a `@Complete` method may return instead of a list; at most 100 values reach the client. */
export interface CompletionAnswer {
  readonly values: readonly string[];
  /** Number of matches in all, when it is known. */
  readonly total?: number;
  readonly hasMore?: boolean;
}
