import { fold, wordsOf, type Word } from './vocabulary.js';

export const SNIPPET_LENGTH = 200;

// A match beyond this still ranks the section; its snippet then shows the section's beginning.
const SEARCHED_LENGTH = 20_000;
const MAX_MATCHES = 200;

// Half of a surrogate pair at a cut.
const CUT_CHARACTER = /^[\udc00-\udfff]|[\ud800-\udbff]$/g;

/**
 * The part of a text, about 200 characters of whole words in one line, in which most different words of the query occur.
 *
 * @param terms matching words in folded form
 */
export function snippetOf(text: string, terms: readonly string[]): string {
  const searched = text.slice(0, SEARCHED_LENGTH).replace(/\s+/g, ' ').trim();
  if (searched.length <= SNIPPET_LENGTH) return searched;
  const wanted = new Set(terms);
  const matches = [...wordsOf(searched)].filter((word) => wanted.has(fold(word.text))).slice(0, MAX_MATCHES);
  return cut(searched, windowStart(matches, searched.length));
}

function windowStart(matches: readonly Word[], length: number): number {
  let best = { start: 0, distinct: 0, end: 0 };
  matches.forEach((first, index) => {
    const inWindow: Word[] = [];
    for (const word of matches.slice(index)) {
      if (word.start + word.text.length > first.start + SNIPPET_LENGTH) break;
      inWindow.push(word);
    }
    const distinct = new Set(inWindow.map(({ text }) => fold(text))).size;
    const last = inWindow.at(-1) ?? first;
    if (distinct > best.distinct) best = { start: first.start, distinct, end: last.start + last.text.length };
  });
  // Centres the matches.
  const margin = Math.max(0, Math.floor((SNIPPET_LENGTH - (best.end - best.start)) / 2));
  return Math.max(0, Math.min(best.start - margin, length - SNIPPET_LENGTH));
}

function cut(text: string, from: number): string {
  const to = from + SNIPPET_LENGTH;
  let part = excerpt(text, from, to);
  if (from > 0) part = `…${part.replace(/^\S{0,30} /, '')}`;
  return to < text.length ? `${part.replace(/ \S{0,30}$/, '')}…` : part;
}

/** `text.slice` without half a surrogate pair at either end. */
export function excerpt(text: string, from: number, to: number): string {
  return text.slice(from, to).replace(CUT_CHARACTER, '');
}
