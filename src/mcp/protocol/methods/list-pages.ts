import { Inject, Injectable } from '@nestjs/common';
import { CATALOG_OPTIONS, pageOf, type CatalogOptions } from '../../catalog/index.js';

/** A page of a list as the protocol answers with it. */
export type ListResult = Readonly<Record<string, unknown>>;

/** What lists are made of. */
interface Listed {
  readonly name: string;
  readonly definition: object;
}

/** The pages of one set: the first, and those that a page before them has named. */
interface Pages {
  readonly made: Map<unknown, ListResult>;
  /** Cursors that were given out in the course of a whole list, page by page. */
  readonly named: Set<unknown>;
}

/**
 * Pages of lists of capabilities. Callers who see the same set get the same object for the same cursor, so that its
 * serialised form can be kept as well. Cursors that somebody made up are served, and nothing is kept for them.
 */
@Injectable()
export class ListPages {
  private readonly sets = new WeakMap<readonly Listed[], Pages>();

  constructor(@Inject(CATALOG_OPTIONS) private readonly options: CatalogOptions) {}

  /**
   * @param member how the protocol calls the list: `tools`, `prompts` …
   * @throws ProtocolError −32602 for a cursor that was not given out by a list
   */
  page(member: string, entries: readonly Listed[], cursor: unknown): ListResult {
    const { made, named } = this.pagesOf(entries);
    const known = made.get(cursor);
    if (known) return known;
    const { items, nextCursor } = pageOf(entries, ({ name }) => name, this.options.pageSize, cursor);
    const result = {
      [member]: items.map(({ definition }) => definition),
      ...(nextCursor !== undefined && { nextCursor }),
    };
    if (cursor === undefined || named.has(cursor)) {
      made.set(cursor, result);
      if (nextCursor !== undefined) named.add(nextCursor);
    }
    return result;
  }

  private pagesOf(entries: readonly Listed[]): Pages {
    const known = this.sets.get(entries);
    if (known) return known;
    const pages = { made: new Map<unknown, ListResult>(), named: new Set<unknown>() };
    this.sets.set(entries, pages);
    return pages;
  }
}
