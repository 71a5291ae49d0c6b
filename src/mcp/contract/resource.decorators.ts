import type { Annotations, Icon } from '@modelcontextprotocol/server';
import { declareCapability } from './metadata.js';
import type { SchemaSource } from './schema.types.js';

/** How long, and for whom, clients and proxies may keep an answer (2026-07-28, server/utilities/caching). */
export interface CacheHint {
  /** Milliseconds, ≥ 0. */
  readonly ttlMs: number;
  /** `public`: equal for every caller. Default: `private`. */
  readonly scope?: 'public' | 'private';
}

export interface ResourceOptions {
  /** Fixed, absolute URI, such as `orders://statistics`. */
  readonly uri: string;
  /** Default: toolset prefix and method name in snake case. */
  readonly name?: string;
  readonly title?: string;
  readonly description: string;
  /** Default: `text/plain` for a string, `application/octet-stream` for bytes, `application/json` for anything else. */
  readonly mimeType?: string;
  /** Size in bytes, when it is known beforehand. */
  readonly size?: number;
  readonly annotations?: Annotations;
  readonly icons?: readonly Icon[];
  readonly timeoutMs?: number;
  /** How long clients may keep what was read. Default: not at all. Only the modern era has such hints. */
  readonly cache?: CacheHint;
  readonly _meta?: Readonly<Record<string, unknown>>;
}

/** Offers what a method returns as a resource with a fixed URI: a string, bytes, JSON, or resource contents. */
export function Resource(options: ResourceOptions): MethodDecorator {
  return declareCapability('resource', options);
}

export interface ResourceTemplateOptions extends Omit<ResourceOptions, 'uri' | 'size'> {
  /** URI template (RFC 6570), such as `orders://{number}` or `docs://{+path}`. */
  readonly uriTemplate: string;
  /** Schema of the template's variables, when it is not the class of a parameter. */
  readonly input?: SchemaSource;
}

/** Offers a family of resources. The variables of the template arrive as the validated input of the method. */
export function ResourceTemplate(options: ResourceTemplateOptions): MethodDecorator {
  return declareCapability('resourceTemplate', options);
}

/** One entry that a `@ListResources` method returns; what is left out is taken from the template. */
export interface ResourceEntry {
  readonly uri: string;
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly mimeType?: string;
  readonly size?: number;
}

export interface ListResourcesOptions {
  /** Name of the `@ResourceTemplate` method of the same class. */
  readonly of: string;
}

/** Lists the resources that exist behind a template, so that they appear in `resources/list`. */
export function ListResources(of: string): MethodDecorator {
  return declareCapability('resourceList', { of } satisfies ListResourcesOptions);
}

/** Which resource is being read; declare a parameter of this class on a resource method to have it injected. */
export class ResourceRequest {
  constructor(
    /** The URI as the client sent it. */
    readonly uri: string,
    /** Variables of the template, decoded; empty for a fixed URI. */
    readonly variables: Readonly<Record<string, string | readonly string[]>>,
  ) {}
}
