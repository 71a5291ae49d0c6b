import { Injectable } from '@nestjs/common';
import { byPath } from '../pages/page-path.js';
import type { Page } from '../markdown/page.parser.js';
import { SearchIndex, type Match } from './search.index.js';

/** The effect of a change on the store. */
export type PageChange = 'added' | 'changed' | 'removed' | 'same';

/** The pages in memory, with their search index. */
@Injectable()
export class PageStore {
  private readonly pages = new Map<string, Page>();
  private readonly index = new SearchIndex();
  private sorted: readonly Page[] | undefined;

  put(page: Page): PageChange {
    const known = this.pages.get(page.path);
    if (known?.text === page.text) return 'same';
    if (known) this.index.remove(known);
    this.pages.set(page.path, page);
    this.index.add(page);
    this.sorted = undefined;
    return known ? 'changed' : 'added';
  }

  remove(path: string): PageChange {
    const known = this.pages.get(path);
    if (!known) return 'same';
    this.index.remove(known);
    this.pages.delete(path);
    this.sorted = undefined;
    return 'removed';
  }

  get(path: string): Page | undefined {
    return this.pages.get(path);
  }

  /** All pages in the order of their paths. */
  list(): readonly Page[] {
    this.sorted ??= [...this.pages.values()].sort((a, b) => byPath(a.path, b.path));
    return this.sorted;
  }

  search(query: string, limit: number): Match[] {
    return this.index.search(query, limit);
  }
}
