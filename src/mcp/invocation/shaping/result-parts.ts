import type { ContentBlock } from '@modelcontextprotocol/server';

const TYPES: ReadonlySet<unknown> = new Set(['text', 'image', 'audio', 'resource', 'resource_link']);

export function isContentBlock(value: unknown): value is ContentBlock {
  return typeof value === 'object' && value !== null && TYPES.has((value as { type?: unknown }).type);
}

export function isContent(value: unknown): value is ContentBlock[] {
  return Array.isArray(value) && value.length > 0 && value.every(isContentBlock);
}

type Members = Readonly<Record<string, unknown>>;

/**
 * `_meta` of a result that a method returned in the protocol's own form.
 *
 * @throws TypeError for anything but an object: the protocol has no other
 */
export function metaOf({ _meta }: Members): { readonly _meta?: Record<string, unknown> } {
  if (_meta === undefined) return {};
  if (typeof _meta !== 'object' || _meta === null || Array.isArray(_meta)) {
    throw new TypeError('The _meta of a result must be an object.');
  }
  return { _meta: _meta as Record<string, unknown> };
}

/**
 * How long a result may be kept, as the method says it (2026-07-28, server/utilities/caching).
 *
 * @throws TypeError for a time or a scope that the protocol does not have
 */
export function cacheOf({ ttlMs, cacheScope }: Members): Members {
  if (ttlMs !== undefined && !(Number.isSafeInteger(ttlMs) && (ttlMs as number) >= 0)) {
    throw new TypeError('The ttlMs of a result must be a whole number of milliseconds, 0 or more.');
  }
  if (cacheScope !== undefined && cacheScope !== 'public' && cacheScope !== 'private') {
    throw new TypeError("The cacheScope of a result must be 'public' or 'private'.");
  }
  return { ...(ttlMs !== undefined && { ttlMs }), ...(cacheScope !== undefined && { cacheScope }) };
}
