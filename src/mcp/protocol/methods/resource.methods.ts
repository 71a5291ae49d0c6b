import { Inject, Injectable } from '@nestjs/common';
import { Catalog } from '../../catalog/index.js';
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
import { MAX_FOLLOWED_URIS, MAX_URI_LENGTH, ResourceFinder, type FoundResource } from '../resource.finder.js';

/** `resources/read`, `resources/subscribe` and `resources/unsubscribe`. */
@Injectable()
export class ResourceMethods {
  constructor(
    private readonly resources: ResourceFinder,
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
      return call.era === 'modern' ? { ...this.cacheHint(entry.cache), ...result } : result;
    } catch (error) {
      throw this.failures.toProtocolError(error, entry, call, () => notFound(uri));
    }
  };

  readonly subscribe: ProtocolMethod = async (params, call) => {
    const uri = uriParam(params);
    await this.find(uri, call.principal);
    const { subscriptions } = call;
    if (subscriptions && !subscriptions.has(uri) && subscriptions.size >= MAX_FOLLOWED_URIS) {
      throw new ProtocolError(
        ErrorCode.Refused,
        `You follow ${MAX_FOLLOWED_URIS} resources, and no more may be followed: unsubscribe from one first`,
      );
    }
    subscriptions?.add(uri);
    return {};
  };

  readonly unsubscribe: ProtocolMethod = (params, call) => {
    call.subscriptions?.delete(uriParam(params));
    return Promise.resolve({});
  };

  private async find(uri: string, principal: Principal): Promise<FoundResource> {
    const found = await this.resources.find(uri, principal);
    if (found) return found;
    throw notFound(uri);
  }

  /** What rules may hide from somebody is not for shared caches, whatever the resource says of itself. */
  private cacheHint(cache: CacheHint | undefined): object {
    if (!cache) return {};
    const isPublic = cache.scope === 'public' && !this.catalog.hasRules();
    return { ttlMs: cache.ttlMs, cacheScope: isPublic ? 'public' : 'private' };
  }
}

function uriParam(params: Params): string {
  const uri = stringParam(params, 'uri');
  if (uri.length <= MAX_URI_LENGTH) return uri;
  throw new ProtocolError(ErrorCode.InvalidParams, `params.uri is longer than ${MAX_URI_LENGTH} characters`);
}

function notFound(uri: string): ProtocolError {
  return new ProtocolError(ErrorCode.InvalidParams, `Resource not found: ${uri}`, { uri });
}
