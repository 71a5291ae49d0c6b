import { Inject, Injectable } from '@nestjs/common';
import type { Variables } from '@modelcontextprotocol/server';
import { Catalog, type EntryOf } from '../../catalog/index.js';
import type { CacheHint } from '../../contract/resource.decorator.js';
import type { Principal } from '../../contract/principal.js';
import { ProtocolError } from '../../contract/protocol-error.js';
import { ResourceRequest } from '../../contract/resource-request.js';
import {
  CapabilityInvoker,
  InputRequired,
  INVOCATION_OPTIONS,
  toPlainJson,
  toResourceResult,
  type InvocationOptions,
} from '../../invocation/index.js';
import { ErrorCode } from '../error-codes.js';
import { FailureReporter } from '../failure.reporter.js';
import { stringParam } from '../params.js';
import type { Params, ProtocolMethod } from '../protocol-call.interface.js';

/** Longer URIs are refused before they are matched against templates. */
const MAX_URI_LENGTH = 8192;

interface Found {
  readonly entry: EntryOf<'resource' | 'resourceTemplate'>;
  readonly variables: Variables;
}

/** `resources/read`, `resources/subscribe` and `resources/unsubscribe`. */
@Injectable()
export class ResourceMethods {
  constructor(
    private readonly catalog: Catalog,
    private readonly invoker: CapabilityInvoker,
    private readonly failures: FailureReporter,
    @Inject(INVOCATION_OPTIONS) private readonly invocation: InvocationOptions,
  ) {}

  readonly read: ProtocolMethod = async (params, call) => {
    const uri = uriParam(params);
    const { entry, variables } = await this.find(uri, call.principal);
    try {
      const value = await this.invoker.invoke(entry, variables, call, new ResourceRequest(uri, variables));
      if (value instanceof InputRequired) return value.result;
      const { mimeType } = entry.definition;
      const result = toPlainJson(toResourceResult(value, uri, mimeType), this.invocation.maxResultBytes);
      return call.era === 'modern' ? { ...cacheHint(entry.cache), ...result } : result;
    } catch (error) {
      throw this.failures.toProtocolError(error, entry, call, () => notFound(uri));
    }
  };

  readonly subscribe: ProtocolMethod = async (params, call) => {
    const uri = uriParam(params);
    await this.find(uri, call.principal);
    call.subscriptions?.add(uri);
    return {};
  };

  readonly unsubscribe: ProtocolMethod = (params, call) => {
    call.subscriptions?.delete(uriParam(params));
    return Promise.resolve({});
  };

  private async find(uri: string, principal: Principal): Promise<Found> {
    const fixed = await this.catalog.find('resource', uri, principal);
    if (fixed) return { entry: fixed, variables: {} };
    for (const entry of await this.catalog.visible('resourceTemplate', principal)) {
      const variables = decoded(entry.template.match(uri));
      if (variables) return { entry, variables };
    }
    throw notFound(uri);
  }
}

function cacheHint(cache: CacheHint | undefined): object {
  return cache ? { ttlMs: cache.ttlMs, cacheScope: cache.scope ?? 'private' } : {};
}

function uriParam(params: Params): string {
  const uri = stringParam(params, 'uri');
  if (uri.length <= MAX_URI_LENGTH) return uri;
  throw new ProtocolError(ErrorCode.InvalidParams, `params.uri is longer than ${MAX_URI_LENGTH} characters`);
}

function notFound(uri: string): ProtocolError {
  return new ProtocolError(ErrorCode.InvalidParams, `Resource not found: ${uri}`, { uri });
}

/** Variables as text; a URI with broken percent-encoding matches nothing. */
function decoded(variables: Variables | null): Variables | undefined {
  if (!variables) return undefined;
  try {
    const entries = Object.entries(variables).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.map(decodeURIComponent) : decodeURIComponent(value),
    ]);
    return Object.fromEntries(entries) as Variables;
  } catch {
    return undefined;
  }
}
