import { HttpException, Injectable, Optional, type Type } from '@nestjs/common';
import { ContextIdFactory, ExternalContextCreator, ModuleRef } from '@nestjs/core';
import type { McpHandlerArgument } from '../contract/mcp-execution-context.js';
import {
  type CatalogEntry,
  CUSTOM_PARAMETER_MARK,
  type NestParameter,
  nestParameters,
  type ParameterSource,
} from '../catalog/index.js';
import { CallChecks } from './call-checks.port.js';
import { CallRequest, CallResponse } from './http-stand-ins.js';
import { type CapabilityHandler, directHandler } from './direct.handler.js';
import { type EnhancerConfig, hasFilters, hasForeignEnhancers } from './foreign-enhancers.js';
import { InputPipe } from './input.pipe.js';
import { CallSuspended } from './question-channel.interface.js';

/** The handler as Nest makes it. */
type NestHandler = (request: object, response: CallResponse, argument: McpHandlerArgument) => Promise<unknown>;

type Method = (...args: unknown[]) => unknown;

/** Nest's number for a request body, so that stock pipes treat the input as one. */
const BODY = 3;

/**
 * Builds the handlers of capabilities: behind the enhancers that Nest finds for them, or straight to the method where the
 * application has none for it.
 */
@Injectable()
export class HandlerFactory {
  constructor(
    private readonly contexts: ExternalContextCreator,
    @Optional() private readonly checks?: CallChecks,
  ) {}

  /** Decided once for each capability: enhancers do not change after the boot. */
  create(entry: CatalogEntry): CapabilityHandler {
    const { provider } = entry;
    declareParameters(entry);
    const isStatic = provider.isDependencyTreeStatic() && !provider.isTransient;
    if (isStatic && this.isPlain(entry)) return directHandler(entry, this.checks);
    if (isStatic) return throughNest(this.bind(entry, provider.instance as object), entry);
    const handler: NestHandler = async (request, response, argument) => {
      const contextId = ContextIdFactory.getByRequest(request);
      const moduleRef = provider.host?.providers.get(ModuleRef)?.instance as ModuleRef;
      moduleRef.registerRequestByContextId(request, contextId);
      const instance = await moduleRef.resolve<object>(provider.token as Type<object>, contextId, { strict: true });
      return this.bind(entry, instance, contextId)(request, response, argument);
    };
    return throughNest(handler, entry);
  }

  private isPlain(entry: CatalogEntry): boolean {
    const [method, type] = [methodOf(entry), typeOf(entry)];
    if (this.checks?.needsGuards({ method, type })) return false;
    const isOwn = (guard: object): boolean => this.checks?.isOwnGuard(guard) ?? false;
    return (
      Object.keys(nestParameters(type, entry.methodName)).length === 0 &&
      !hasForeignEnhancers(method, type, this.config, isOwn)
    );
  }

  private bind(entry: CatalogEntry, instance: object, contextId?: { id: number }): NestHandler {
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
      { guards: true, interceptors: true, filters: hasFilters(method, typeOf(entry), this.config) },
      'mcp',
    ) as NestHandler;
  }

  /** Nest keeps its configuration private: where it cannot be found, capabilities run behind Nest's enhancers. */
  private get config(): EnhancerConfig | undefined {
    return (this.contexts as unknown as { filtersContextCreator?: { config?: EnhancerConfig } }).filtersContextCreator
      ?.config;
  }
}

/** Gives enhancers a request and a response of their own, and takes what a filter has answered with. */
function throughNest(handler: NestHandler, { kind, name }: CatalogEntry): CapabilityHandler {
  return async (call, argument) => {
    const request = call.httpRequest ?? new CallRequest(`/${kind}/${name}`, argument.input);
    const response = new CallResponse();
    try {
      const value = await handler(request, response, argument);
      return response.headersSent ? answerOf(response) : value;
    } catch (error) {
      // A filter that answers through the response returns nothing, and Nest throws on.
      if (!response.headersSent) throw error;
      return answerOf(response);
    }
  };
}

/** A filter or guard that answers as for a controller has answered the call. */
function answerOf(response: CallResponse): unknown {
  if (response.statusCode < 400) return response.body;
  throw new HttpException(response.body as string | Record<string, unknown>, response.statusCode);
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

function methodOf(entry: CatalogEntry): Method {
  return (entry.provider.instance as Record<string, Method>)[entry.methodName] as Method;
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
