import { andThen, isPromise, type MaybePromise } from '../common/maybe-promise.js';
import type { McpHandlerArgument } from '../contract/mcp-execution-context.js';
import type { CatalogEntry, ParameterSource } from '../catalog/index.js';
import type { CallChecks } from './call-checks.port.js';
import type { Call } from './call.interface.js';
import { parseInput } from './input.pipe.js';
import { CallSuspended } from './question-channel.interface.js';

type Method = (...args: unknown[]) => unknown;

/** Runs a capability method for one call. */
export type CapabilityHandler = (call: Call, argument: McpHandlerArgument) => MaybePromise<unknown>;

/** Calls the method of a capability that no enhancer of the application stands in front of: checks, input, method. */
export function directHandler(entry: CatalogEntry, checks: CallChecks | undefined): CapabilityHandler {
  const instance = entry.provider.instance as Record<string, Method>;
  const run = instance[entry.methodName] as Method;
  const { parameters } = entry;
  const takesInput = parameters.some(({ source }) => source === 'input');
  const invoke = (call: Call, argument: McpHandlerArgument, input: unknown): unknown => {
    const args: unknown[] = [];
    for (const { index, source } of parameters) args[index] = parameterOf(source, call, argument, input);
    return unwound(() => run.apply(instance, args));
  };
  return (call, argument) => {
    checks?.check(call, argument);
    if (!takesInput) return invoke(call, argument, undefined);
    return andThen(parseInput(entry, argument.input), (input) => invoke(call, argument, input));
  };
}

function parameterOf(source: ParameterSource, call: Call, argument: McpHandlerArgument, input: unknown): unknown {
  switch (source) {
    case 'input':
      return input;
    case 'context':
      return argument.context;
    case 'principal':
      return call.principal;
    case 'resource':
    case 'completion':
      return argument.subject;
  }
}

/** A suspended call has its result already: its method unwinds without one. */
function unwound(run: () => unknown): MaybePromise<unknown> {
  try {
    const value = run();
    return isPromise(value) ? value.then(undefined, withoutSuspension) : value;
  } catch (error) {
    return withoutSuspension(error);
  }
}

function withoutSuspension(error: unknown): undefined {
  if (error instanceof CallSuspended) return undefined;
  throw error;
}
