import { Injectable } from '@nestjs/common';
import { Catalog, type EntryOf } from '../../catalog/index.js';
import { type CompletionAnswer, CompletionRequest } from '../../contract/complete.decorator.js';
import { ProtocolError } from '../../contract/errors.js';
import { CapabilityInvoker, serialise, toCompletionResult } from '../../invocation/index.js';
import { ErrorCode } from '../error-codes.js';
import { FailureReporter } from '../failure.reporter.js';
import { objectParam, type Params, stringParam } from '../params.js';
import type { ProtocolCall, ProtocolMethod } from '../protocol-method.js';

/** A hundred suggestions have to fit. */
const MAX_COMPLETION_BYTES = 1024 * 1024;

/** `completion/complete`. */
@Injectable()
export class CompletionMethods {
  constructor(
    private readonly catalog: Catalog,
    private readonly invoker: CapabilityInvoker,
    private readonly failures: FailureReporter,
  ) {}

  readonly complete: ProtocolMethod = async (params, call) => {
    const argument = objectParam(params, 'argument');
    const name = stringParam(argument, 'name');
    const value = stringParam(argument, 'value');
    const owner = ownerOf(objectParam(params, 'ref'), call);
    const entry = this.catalog.belongingTo('completion', owner).find((candidate) => candidate.argument === name);
    if (!entry) return toCompletionResult([]);
    const filled = objectParam(objectParam(params, 'context'), 'arguments') as Record<string, string>;
    const request = new CompletionRequest(name, value, filled);
    try {
      const answer = await this.invoker.invoke(entry, undefined, call, request);
      return serialise(toCompletionResult(answer as readonly string[] | CompletionAnswer), MAX_COMPLETION_BYTES);
    } catch (error) {
      throw this.failures.toProtocolError(error, entry, call);
    }
  };
}

/** What is completed: a prompt or a template that the caller may use. */
function ownerOf(ref: Params, { target }: ProtocolCall): EntryOf<'prompt' | 'resourceTemplate'> {
  switch (ref['type']) {
    case 'ref/prompt': {
      const name = stringParam(ref, 'name');
      const prompt = target.grantedEntry('prompt');
      if (prompt) return prompt;
      throw new ProtocolError(ErrorCode.InvalidParams, `Unknown prompt: ${name}`);
    }
    case 'ref/resource': {
      const uri = stringParam(ref, 'uri');
      const template = target.grantedEntry('resourceTemplate');
      if (template) return template;
      throw new ProtocolError(ErrorCode.InvalidParams, `Unknown resource template: ${uri}`);
    }
    default:
      throw new ProtocolError(ErrorCode.InvalidParams, "params.ref.type must be 'ref/prompt' or 'ref/resource'");
  }
}
