import { Inject, Injectable } from '@nestjs/common';
import type { ToolEntry } from '../../catalog/index.js';
import {
  CapabilityInvoker,
  InputRequired,
  InvalidInputError,
  INVOCATION_OPTIONS,
  toToolResult,
  type Call,
  type InvocationOptions,
} from '../../invocation/index.js';
import { FailureReporter } from '../failure.reporter.js';

/** A tool result, or the questions or the task that a call ended with instead. */
export type ToolOutcome = Readonly<Record<string, unknown>>;

/** Runs a tool and makes a result of whatever comes of it. */
@Injectable()
export class ToolRunner {
  constructor(
    private readonly invoker: CapabilityInvoker,
    private readonly failures: FailureReporter,
    @Inject(INVOCATION_OPTIONS) private readonly options: InvocationOptions,
  ) {}

  /** @throws ProtocolError where the request itself is at fault */
  async run(entry: ToolEntry, input: unknown, call: Call): Promise<ToolOutcome> {
    try {
      assertNoInput(entry, input);
      const value = await this.invoker.invoke(entry, input, call);
      return value instanceof InputRequired
        ? value.result
        : await toToolResult(value, entry, this.options.maxResultBytes);
    } catch (error) {
      return this.failures.toToolResult(error, entry, call);
    }
  }
}

/** A tool without an input class takes no arguments, as its schema says. */
function assertNoInput({ name, input: contract }: ToolEntry, input: unknown): void {
  const given = contract ? [] : Object.keys(input as object);
  if (given.length === 0) return;
  const issues = given.map((path) => ({ path, message: 'is not a known property' }));
  throw new InvalidInputError(`arguments for ${name}`, issues);
}
