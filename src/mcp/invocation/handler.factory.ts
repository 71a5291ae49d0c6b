import { Injectable, type Type } from '@nestjs/common';
import { ContextIdFactory, ExternalContextCreator, ModuleRef } from '@nestjs/core';
import type { McpHandlerArgument } from '../contract/mcp-execution-context.js';
import {
  CUSTOM_PARAMETER_MARK,
  nestParameters,
  type CatalogEntry,
  type NestParameter,
  type ParameterSource,
} from '../catalog/index.js';
import type { CallResponse } from './call-response.js';
import { InputPipe } from './input.pipe.js';
import { CallSuspended } from './question-channel.interface.js';

/** Runs a capability method behind the enhancers that Nest finds for it. */
export type CapabilityHandler = (
  request: object,
  response: CallResponse,
  argument: McpHandlerArgument,
) => Promise<unknown>;

type Method = (...args: unknown[]) => unknown;

/** Nest's number for a request body, so that stock pipes treat the input as one. */
const BODY = 3;

/** Builds the handlers of capabilities: once at boot, or for each call where request-scoped providers are involved. */
@Injectable()
export class HandlerFactory {
  constructor(private readonly contexts: ExternalContextCreator) {}

  create(entry: CatalogEntry): CapabilityHandler {
    const { provider } = entry;
    declareParameters(entry);
    if (provider.isDependencyTreeStatic() && !provider.isTransient) {
      return this.bind(entry, provider.instance as object);
    }
    return async (request, response, argument) => {
      const contextId = ContextIdFactory.getByRequest(request);
      const moduleRef = provider.host?.providers.get(ModuleRef)?.instance as ModuleRef;
      moduleRef.registerRequestByContextId(request, contextId);
      const instance = await moduleRef.resolve<object>(provider.token as Type<object>, contextId, { strict: true });
      return this.bind(entry, instance, contextId)(request, response, argument);
    };
  }

  private bind(entry: CatalogEntry, instance: object, contextId?: { id: number }): CapabilityHandler {
    const { methodName, kind } = entry;
    const method = (instance as Record<string, Method>)[methodName] as Method;
    return this.contexts.create(
      instance,
      unwinding(method, hasParameters(entry)),
      methodName,
      parametersKey(kind),
      { exchangeKeyForValue: (_type, _data, args: [object, object, McpHandlerArgument]) => args[2].input },
      contextId,
      contextId && entry.provider.id,
      { guards: true, interceptors: true, filters: this.hasFilters(method, typeOf(entry)) },
      'mcp',
    ) as CapabilityHandler;
  }

  /**
   * Without a filter there is nothing for Nest to do but log the error, and it is logged with its id where it is answered.
   * Where Nest does not tell, it is asked to look.
   */
  private hasFilters(method: object, type: object): boolean {
    if (Reflect.hasMetadata(FILTERS_METADATA, method) || Reflect.hasMetadata(FILTERS_METADATA, type)) return true;
    const config = (this.contexts as unknown as FilterSource).filtersContextCreator?.config;
    return !config || config.getGlobalFilters().length > 0 || config.getGlobalRequestFilters().length > 0;
  }
}

/** Nest's key for the exception filters of a method or class. */
const FILTERS_METADATA = '__exceptionFilters__';

/** Where Nest keeps the filters that are bound globally; private, hence the guarded way there. */
interface FilterSource {
  readonly filtersContextCreator?: {
    readonly config?: { getGlobalFilters(): unknown[]; getGlobalRequestFilters(): unknown[] };
  };
}

/**
 * The method as Nest calls it. A suspended call unwinds here, inside the exception filters, which are not to see it.
 * The metadata moves along: guards read it from the handler that they are shown.
 */
function unwinding(method: Method, hasParameters: boolean): Method {
  const handler = async function (this: unknown, ...args: unknown[]): Promise<unknown> {
    try {
      return await method.apply(this, hasParameters ? args : []);
    } catch (error) {
      if (error instanceof CallSuspended) return undefined;
      throw error;
    }
  };
  for (const key of Reflect.getMetadataKeys(method)) {
    Reflect.defineMetadata(key, Reflect.getMetadata(key, method), handler);
  }
  return Object.defineProperty(handler, 'name', { value: method.name });
}

const parametersKey = (kind: CatalogEntry['kind']): string => `polyport:parameters:${kind}`;

function hasParameters(entry: CatalogEntry): boolean {
  return entry.parameters.length > 0 || Object.keys(nestParameters(typeOf(entry), entry.methodName)).length > 0;
}

function typeOf({ provider }: CatalogEntry): Type {
  return (provider.isNotMetatype ? (provider.instance as object).constructor : provider.metatype) as Type;
}

/** Tells Nest where each parameter comes from, in the form that its own parameter decorators leave behind. */
function declareParameters(entry: CatalogEntry): void {
  const type = typeOf(entry);
  const parameters = Object.entries(nestParameters(type, entry.methodName)).filter(([key]) =>
    key.includes(CUSTOM_PARAMETER_MARK),
  );
  for (const { index, source } of entry.parameters) {
    const key = source === 'input' ? `${BODY}:${index}` : `polyport${CUSTOM_PARAMETER_MARK}:${index}`;
    const parameter =
      source === 'input' ? { index, pipes: [new InputPipe(entry)] } : { index, pipes: [], factory: FACTORIES[source] };
    parameters.push([key, parameter as NestParameter]);
  }
  Reflect.defineMetadata(parametersKey(entry.kind), Object.fromEntries(parameters), type, entry.methodName);
}

type Factory = (data: unknown, host: { getArgByIndex(index: number): McpHandlerArgument }) => unknown;

const FACTORIES: Record<Exclude<ParameterSource, 'input'>, Factory> = {
  context: (_data, host) => host.getArgByIndex(2).context,
  principal: (_data, host) => host.getArgByIndex(2).context.principal,
  resource: (_data, host) => host.getArgByIndex(2).subject,
  completion: (_data, host) => host.getArgByIndex(2).subject,
};
