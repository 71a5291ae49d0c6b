import { Injectable } from '@nestjs/common';
import { Catalog, type EntryOf } from '../../catalog/index.js';
import { CompletionRequest, type CompletionAnswer } from '../../contract/complete.decorator.js';
import type { Principal } from '../../contract/principal.js';
import { ProtocolError } from '../../contract/protocol-error.js';
import { CapabilityInvoker, toCompletionResult, toPlainJson } from '../../invocation/index.js';
import { ErrorCode } from '../error-codes.js';
import { FailureReporter } from '../failure.reporter.js';
import { objectParam, stringParam } from '../params.js';
import type { Params, ProtocolMethod } from '../protocol-call.interface.js';

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
    const owner = await this.owner(objectParam(params, 'ref'), call.principal);
    const entry = this.catalog.belongingTo('completion', owner).find((candidate) => candidate.argument === name);
    if (!entry) return toCompletionResult([]);
    const filled = objectParam(objectParam(params, 'context'), 'arguments') as Record<string, string>;
    const request = new CompletionRequest(name, stringParam(argument, 'value'), filled);
    try {
      const answer = await this.invoker.invoke(entry, undefined, call, request);
      return toPlainJson(toCompletionResult(answer as readonly string[] | CompletionAnswer), MAX_COMPLETION_BYTES);
    } catch (error) {
      throw this.failures.toProtocolError(error, entry, call);
    }
  };

  private async owner(ref: Params, principal: Principal): Promise<EntryOf<'prompt' | 'resourceTemplate'>> {
    switch (ref['type']) {
      case 'ref/prompt': {
        const name = stringParam(ref, 'name');
        const prompt = await this.catalog.find('prompt', name, principal);
        if (prompt) return prompt;
        throw new ProtocolError(ErrorCode.InvalidParams, `Unknown prompt: ${name}`);
      }
      case 'ref/resource': {
        const uri = stringParam(ref, 'uri');
        const template = await this.catalog.find('resourceTemplate', uri, principal);
        if (template) return template;
        throw new ProtocolError(ErrorCode.InvalidParams, `Unknown resource template: ${uri}`);
      }
      default:
        throw new ProtocolError(ErrorCode.InvalidParams, "params.ref.type must be 'ref/prompt' or 'ref/resource'");
    }
  }
}
