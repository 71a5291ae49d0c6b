import { Inject, Injectable } from '@nestjs/common';
import { Catalog, type EntryOf } from '../../catalog/index.js';
import { type CacheHint, ResourceRequest } from '../../contract/resource.decorators.js';
import { ProtocolError } from '../../contract/errors.js';
import {
  CapabilityInvoker,
  InputRequired,
  INVOCATION_OPTIONS,
  type InvocationOptions,
  toPlainJson,
  toResourceResult,
} from '../../invocation/index.js';
import { ErrorCode } from '../error-codes.js';
import { FailureReporter } from '../failure.reporter.js';
import { type Params, stringParam } from '../params.js';
import type { ProtocolCall, ProtocolMethod } from '../protocol-method.js';
import { MAX_FOLLOWED_URIS } from '../changes/listen-filter.js';
import { type Candidate, MAX_URI_LENGTH } from '../target.js';

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
    const { entry, variables } = found(uri, call);
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

  readonly subscribe: ProtocolMethod = (params, call) => {
    const uri = uriParam(params);
    found(uri, call);
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
    return {};
  };

  /** A resource that rules may hide from some callers is never public, even where it says so. */
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

/** The resource or template that the request names, if the caller may use it. */
function found(uri: string, { target }: ProtocolCall): Candidate & { entry: EntryOf<'resource' | 'resourceTemplate'> } {
  const { granted } = target;
  if (!granted) throw notFound(uri);
  return granted as Candidate & { entry: EntryOf<'resource' | 'resourceTemplate'> };
}
