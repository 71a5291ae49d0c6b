import { SERVER_INFO_META_KEY } from '@modelcontextprotocol/server';
import type { ResultCacheHint } from '../list-cache.js';
import type { ProtocolOptions } from '../protocol.options.js';

type Result = Readonly<Record<string, unknown>>;

export interface ResultTextOptions {
  readonly serverInfo: ProtocolOptions['serverInfo'];
  /** By method. */
  readonly hints: Readonly<Partial<Record<string, ResultCacheHint>>> | undefined;
}

/** Results that say how long they may be kept (2026-07-28, `CacheableResult`). */
const CACHEABLE: ReadonlySet<string> = new Set([
  'tools/list',
  'prompts/list',
  'resources/list',
  'resources/templates/list',
  'resources/read',
  'server/discover',
]);

const NOT_KEPT: ResultCacheHint = { ttlMs: 0, cacheScope: 'private' };

/**
 * The JSON text of a result with all that its era adds: nothing in the legacy era; in the modern era its kind, how long
 * it may be kept, and who has made it. Letter by letter what the SDK's own servers write.
 */
export function resultText(
  method: string,
  era: 'legacy' | 'modern',
  result: Result,
  options: ResultTextOptions,
): string {
  return JSON.stringify(era === 'legacy' ? result : identified(cacheable(method, kindly(result), options), options));
}

function kindly(result: Result): Result {
  return result['resultType'] === undefined ? { ...result, resultType: 'complete' } : result;
}

function cacheable(method: string, result: Result, { hints }: ResultTextOptions): Result {
  if (result['resultType'] !== 'complete' || !CACHEABLE.has(method)) return result;
  const { ttlMs, cacheScope } = result;
  const hint = hints?.[method] ?? NOT_KEPT;
  return { ...result, ttlMs: ttlMs ?? hint.ttlMs, cacheScope: cacheScope ?? hint.cacheScope };
}

function identified(result: Result, { serverInfo }: ResultTextOptions): Result {
  const meta = result['_meta'] as Result | undefined;
  if (meta?.[SERVER_INFO_META_KEY] !== undefined) return result;
  return { ...result, _meta: { ...meta, [SERVER_INFO_META_KEY]: serverInfo } };
}
