import { Injectable, Logger } from '@nestjs/common';
import { DocsIndexer } from './docs.indexer.js';
import { bodyOf, parsePage, type Page } from './markdown/page.parser.js';
import { byPath, pageUri, withoutExtension } from './pages/page-path.js';
import { PageReader } from './pages/page.reader.js';
import { PageStore } from './search/page.store.js';
import { snippetOf } from './search/snippet.js';

/** A section that matches a query. */
export interface Hit {
  readonly path: string;
  readonly uri: string;
  readonly title: string;
  readonly section: string;
  readonly anchor: string;
  readonly score: number;
  readonly snippet: string;
  /** The section's Markdown, its heading included. */
  readonly markdown: string;
}

const MAX_SUGGESTIONS = 5;

/** The queries of the toolsets. Queries wait for the first indexing. */
@Injectable()
export class DocsLibrary {
  private readonly logger = new Logger(DocsLibrary.name);
  private opened: Promise<void> = Promise.resolve();

  constructor(
    private readonly store: PageStore,
    private readonly reader: PageReader,
    private readonly indexer: DocsIndexer,
  ) {}

  /** Makes queries wait for the first indexing. */
  openWhen(loaded: Promise<void>): void {
    this.opened = loaded;
    loaded.catch((error: unknown) => this.logger.error('The pages could not be indexed', (error as Error).stack));
  }

  /** The best sections for a query, best first. */
  async search(query: string, limit: number): Promise<Hit[]> {
    await this.opened;
    return this.store.search(query, limit).flatMap(({ path, position, score, terms }) => {
      const page = this.store.get(path);
      const section = page?.sections[position];
      if (!page || !section) return [];
      const { heading, anchor } = section;
      const snippet = snippetOf(bodyOf(page, section), terms);
      const markdown = page.text.slice(section.start, section.end).trim();
      return { path, uri: pageUri(path), title: page.title, section: heading, anchor, score, snippet, markdown };
    });
  }

  /** The current page on disk. Looks up indexed paths only, so a path outside the folder is unknown. */
  async find(path: string): Promise<Page | undefined> {
    await this.opened;
    const known = this.store.get(path);
    if (!known) return undefined;
    const read = await this.reader.read(path);
    if (read.kind === 'text') return read.text === known.text ? known : parsePage(path, read.text);
    await this.indexer.update([path]);
    return undefined;
  }

  /** All pages in the order of their paths. */
  async pages(): Promise<readonly Page[]> {
    await this.opened;
    return this.store.list();
  }

  /** Paths that begin with the text, then paths that contain it; ignores case. */
  async complete(text: string): Promise<string[]> {
    const wanted = text.toLowerCase();
    const found = (await this.pages()).flatMap(({ path }) => {
      const at = path.toLowerCase().indexOf(wanted);
      return at === -1 ? [] : [{ path, begins: at === 0 }];
    });
    found.sort((a, b) => Number(b.begins) - Number(a.begins) || byPath(a.path, b.path));
    return found.map(({ path }) => path);
  }

  /** Suggestions for a path that does not exist. */
  async closest(path: string): Promise<string[]> {
    const name = withoutExtension(path.slice(path.lastIndexOf('/') + 1));
    const similar = name === '' ? [] : await this.complete(name);
    const related = await this.search(withoutExtension(path), MAX_SUGGESTIONS * 4);
    return [...new Set([...similar, ...related.map((hit) => hit.path)])].slice(0, MAX_SUGGESTIONS);
  }
}
