import { Inject, Injectable } from '@nestjs/common';
import { Catalog, CATALOG_OPTIONS, pageOf, type CatalogOptions } from '../../catalog/index.js';
import { ProtocolError } from '../../contract/protocol-error.js';
import {
  CapabilityInvoker,
  InputRequired,
  INVOCATION_OPTIONS,
  toToolResult,
  type InvocationOptions,
} from '../../invocation/index.js';
import { ErrorCode } from '../error-codes.js';
import { FailureReporter } from '../failure.reporter.js';
import { objectParam, stringParam } from '../params.js';
import type { ProtocolMethod } from '../protocol-call.interface.js';

/** `tools/list` and `tools/call`. */
@Injectable()
export class ToolMethods {
  constructor(
    private readonly catalog: Catalog,
    private readonly invoker: CapabilityInvoker,
    private readonly failures: FailureReporter,
    @Inject(CATALOG_OPTIONS) private readonly listing: CatalogOptions,
    @Inject(INVOCATION_OPTIONS) private readonly invocation: InvocationOptions,
  ) {}

  readonly list: ProtocolMethod = async (params, call) => {
    const entries = await this.catalog.visible('tool', call.principal);
    const { items, nextCursor } = pageOf(entries, ({ name }) => name, this.listing.pageSize, params['cursor']);
    return { tools: items.map(({ definition }) => definition), ...(nextCursor !== undefined && { nextCursor }) };
  };

  readonly call: ProtocolMethod = async (params, call) => {
    const name = stringParam(params, 'name');
    const input = objectParam(params, 'arguments');
    const entry = await this.catalog.find('tool', name, call.principal);
    if (!entry) throw new ProtocolError(ErrorCode.InvalidParams, `Unknown tool: ${name}`);
    try {
      const value = await this.invoker.invoke(entry, input, call);
      return value instanceof InputRequired
        ? value.result
        : await toToolResult(value, entry, this.invocation.maxResultBytes);
    } catch (error) {
      return this.failures.toToolResult(error, entry, call);
    }
  };
}
