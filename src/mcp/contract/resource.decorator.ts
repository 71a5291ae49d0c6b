import type { Annotations, Icon } from '@modelcontextprotocol/server';
import { declareCapability } from './metadata.js';

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
