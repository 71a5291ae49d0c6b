import { Inject, Injectable } from '@nestjs/common';
import { MethodTable, type MethodName } from './method-table.js';
import { PROTOCOL_OPTIONS, type ProtocolOptions } from './protocol.options.js';

/** How long, and for whom, clients may keep a result, in the protocol's own words. */
export interface ResultCacheHint {
  readonly ttlMs: number;
  readonly cacheScope: 'public' | 'private';
}

const LISTS: readonly MethodName[] = ['tools/list', 'prompts/list', 'resources/list', 'resources/templates/list'];

/** How long clients may keep the lists of capabilities. */
@Injectable()
export class ListCache {
  constructor(
    private readonly table: MethodTable,
    @Inject(PROTOCOL_OPTIONS) private readonly options: ProtocolOptions,
  ) {}

  /** By method; a list that differs from caller to caller is never public, whatever was asked for. */
  hints(): Readonly<Partial<Record<string, ResultCacheHint>>> | undefined {
    const { listCache } = this.options;
    if (!listCache) return undefined;
    const cacheScope = listCache.scope === 'public' && this.table.isEqualForAll() ? 'public' : 'private';
    return Object.fromEntries(LISTS.map((method) => [method, { ttlMs: listCache.ttlMs, cacheScope }]));
  }
}
