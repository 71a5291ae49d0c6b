import MiniSearch, { type SearchResult } from 'minisearch';
import { bodyOf, type Page } from '../markdown/page.parser.js';
import { byPath, withoutExtension } from '../pages/page-path.js';
import { Vocabulary, fold, tokenize } from './vocabulary.js';

/** A section that matches a query. */
export interface Match {
  readonly path: string;
  /** Position of the section in its page. */
  readonly position: number;
  readonly score: number;
  /** Words of the section that matched, in folded form. */
  readonly terms: readonly string[];
}

interface IndexedSection {
  readonly id: string;
  readonly title: string;
  readonly heading: string;
  readonly file: string;
  readonly body: string;
}

// Each word of a query scans the vocabulary.
const MAX_QUERY_WORDS = 24;

/** Ranked full-text search over the sections of pages. */
export class SearchIndex {
  private readonly vocabulary = new Vocabulary();
  /** Words of the section that the engine is adding or removing. */
  private words = new Set<string>();

  private readonly engine = new MiniSearch<IndexedSection>({
    fields: ['title', 'heading', 'file', 'body'],
    tokenize,
    processTerm: (token) => {
      const word = fold(token);
      this.words.add(word);
      return word;
    },
    searchOptions: {
      tokenize: (query) => this.queryWords(query),
      processTerm: (word) => word,
      boost: { title: 2, heading: 3 },
      // A known word is rarely a typing error, and a short prefix matches too many words.
      prefix: (word) => word.length > (this.vocabulary.has(word) ? 3 : 2) && !this.vocabulary.isCommon(word),
      fuzzy: (word) => word.length > 4 && !this.vocabulary.has(word) && 0.2,
      weights: { prefix: 0.4, fuzzy: 0.2 },
    },
  });

  add(page: Page): void {
    for (const section of sectionsOf(page)) {
      this.words = new Set();
      this.engine.add(section);
      this.vocabulary.add(this.words);
    }
  }

  /** @param page exactly as it was added */
  remove(page: Page): void {
    for (const section of sectionsOf(page)) {
      this.words = new Set();
      this.engine.remove(section);
      this.vocabulary.remove(this.words);
    }
  }

  /** The best matches, best first; equal ones in the order of their pages. */
  search(query: string, limit: number): Match[] {
    const results = this.engine.search(query);
    const last = results[limit - 1];
    // The engine does not order equal results: the sort includes all with the score of the last one.
    const end = last ? results.findIndex(({ score }) => rounded(score) < rounded(last.score)) : -1;
    const best = end === -1 ? results : results.slice(0, end);
    return best.map(matchOf).sort(byRank).slice(0, limit);
  }

  private queryWords(query: string): string[] {
    const words = [...new Set(tokenize(query).map(fold))].slice(0, MAX_QUERY_WORDS);
    return [...this.vocabulary.telling(words)];
  }
}

function sectionsOf(page: Page): IndexedSection[] {
  return page.sections.map((section, position) => ({
    id: `${position} ${page.path}`,
    title: page.title,
    heading: section.heading,
    file: withoutExtension(page.path),
    body: bodyOf(page, section),
  }));
}

function matchOf({ id, score, terms }: SearchResult): Match {
  const [position = ''] = String(id).split(' ', 1);
  const path = String(id).slice(position.length + 1);
  return { path, position: Number(position), score: rounded(score), terms };
}

function rounded(score: number): number {
  return Math.round(score * 1000) / 1000;
}

function byRank(a: Match, b: Match): number {
  return b.score - a.score || byPath(a.path, b.path) || a.position - b.position;
}
