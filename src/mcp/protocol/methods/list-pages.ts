import { Inject, Injectable } from '@nestjs/common';
import { CATALOG_OPTIONS, pageOf, type CatalogOptions } from '../../catalog/index.js';

/** A page of a list as the protocol answers with it. */
export type ListResult = Readonly<Record<string, unknown>>;

/** What lists are made of. */
interface Listed {
  readonly name: string;
  readonly definition: object;
}

/** So many pages are kept of one set; a cursor may name a place that no page ends at. */
const MAX_PAGES = 100;

/**
 * Pages of lists of capabilities. Callers who see the same set get the same object for the same cursor, so that its
 * serialised form can be kept as well.
 */
@Injectable()
export class ListPages {
  private readonly sets = new WeakMap<readonly Listed[], Map<unknown, ListResult>>();

  constructor(@Inject(CATALOG_OPTIONS) private readonly options: CatalogOptions) {}

  /**
   * @param member how the protocol calls the list: `tools`, `prompts` …
   * @throws ProtocolError −32602 for a cursor that was not given out by a list
   */
  page(member: string, entries: readonly Listed[], cursor: unknown): ListResult {
    const pages = this.pagesOf(entries);
    const known = pages.get(cursor);
    if (known) return known;
    const { items, nextCursor } = pageOf(entries, ({ name }) => name, this.options.pageSize, cursor);
    const result = {
      [member]: items.map(({ definition }) => definition),
      ...(nextCursor !== undefined && { nextCursor }),
    };
    if (pages.size < MAX_PAGES) pages.set(cursor, result);
    return result;
  }

  private pagesOf(entries: readonly Listed[]): Map<unknown, ListResult> {
    const known = this.sets.get(entries);
    if (known) return known;
    const pages = new Map<unknown, ListResult>();
    this.sets.set(entries, pages);
    return pages;
  }
}
