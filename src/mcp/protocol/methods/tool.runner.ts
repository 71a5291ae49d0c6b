import { Inject, Injectable } from '@nestjs/common';
import type { ToolEntry } from '../../catalog/index.js';
import { andThen, isPromise, type MaybePromise } from '../../common/maybe-promise.js';
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
import type { MethodResult } from '../protocol-method.js';

/** Runs a tool and makes a result of what it returns or throws. */
@Injectable()
export class ToolRunner {
  constructor(
    private readonly invoker: CapabilityInvoker,
    private readonly failures: FailureReporter,
    @Inject(INVOCATION_OPTIONS) private readonly options: InvocationOptions,
  ) {}

  /** @throws ProtocolError where the request itself is at fault */
  run(entry: ToolEntry, input: unknown, call: Call): MaybePromise<MethodResult> {
    const failed = (error: unknown): MethodResult => this.failures.toToolResult(error, entry, call);
    try {
      assertNoInput(entry, input);
      const result = andThen(this.invoker.invoke(entry, input, call), (value) => this.shaped(value, entry));
      return isPromise(result) ? result.then(undefined, failed) : result;
    } catch (error) {
      return failed(error);
    }
  }

  private shaped(value: unknown, entry: ToolEntry): MaybePromise<MethodResult> {
    return value instanceof InputRequired ? value.result : toToolResult(value, entry, this.options.maxResultBytes);
  }
}

/** A tool without an input class takes no arguments, as its schema says. */
function assertNoInput({ name, input: contract }: ToolEntry, input: unknown): void {
  if (contract) return;
  const given = Object.keys(input as object);
  if (given.length === 0) return;
  const issues = given.map((path) => ({ path, message: 'is not a known property' }));
  throw new InvalidInputError(`arguments for ${name}`, issues);
}
