import { Inject, Injectable } from '@nestjs/common';
import { Catalog } from '../../catalog/index.js';
import { andThen } from '../../common/maybe-promise.js';
import { ProtocolError } from '../../contract/errors.js';
import {
  CapabilityInvoker,
  InputRequired,
  INVOCATION_OPTIONS,
  type InvocationOptions,
  serialise,
  toPromptResult,
} from '../../invocation/index.js';
import { ErrorCode } from '../error-codes.js';
import { FailureReporter } from '../failure.reporter.js';
import { objectParam, stringParam } from '../params.js';
import type { ProtocolMethod } from '../protocol-method.js';
import { ListPages } from './list-pages.js';

/** `prompts/list` and `prompts/get`. */
@Injectable()
export class PromptMethods {
  constructor(
    private readonly catalog: Catalog,
    private readonly invoker: CapabilityInvoker,
    private readonly failures: FailureReporter,
    private readonly pages: ListPages,
    @Inject(INVOCATION_OPTIONS) private readonly invocation: InvocationOptions,
  ) {}

  readonly list: ProtocolMethod = (params, call) =>
    andThen(this.catalog.visible('prompt', call.principal), (entries) =>
      this.pages.page('prompts', entries, params['cursor']),
    );

  readonly get: ProtocolMethod = async (params, call) => {
    const name = stringParam(params, 'name');
    const input = objectParam(params, 'arguments');
    // Arguments of prompts are strings (2025-11-25, server/prompts).
    for (const [argument, value] of Object.entries(input)) {
      if (typeof value === 'string') continue;
      throw new ProtocolError(ErrorCode.InvalidParams, `params.arguments.${argument} must be a string`);
    }
    const entry = call.target.grantedEntry('prompt');
    if (!entry) throw new ProtocolError(ErrorCode.InvalidParams, `Unknown prompt: ${name}`);
    try {
      const value = await this.invoker.invoke(entry, input, call);
      if (value instanceof InputRequired) return value.result;
      return serialise(
        toPromptResult(value, entry.definition.description ?? entry.name),
        this.invocation.maxResultBytes,
      );
    } catch (error) {
      throw this.failures.toProtocolError(error, entry, call);
    }
  };
}
