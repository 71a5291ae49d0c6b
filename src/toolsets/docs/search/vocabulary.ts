const WORD = /[\p{L}\p{N}\p{M}]+/gu;
const ACCENTS = /[\u0300-\u036f]/g;
const BEYOND_ASCII = /[\u0080-\uffff]/;

export interface Word {
  readonly text: string;
  readonly start: number;
}

/** The words of a text, in its own spelling, with their offsets. */
export function* wordsOf(text: string): Generator<Word> {
  for (const match of text.matchAll(WORD)) yield { text: match[0], start: match.index };
}

/** The words of a text, in its own spelling. */
export function tokenize(text: string): string[] {
  return text.match(WORD) ?? [];
}

/** The form in which words are compared: lower case, without accents. */
export function fold(word: string): string {
  const plain = BEYOND_ASCII.test(word) ? word.normalize('NFKD').replace(ACCENTS, '') : word;
  return plain.toLowerCase();
}

/** With fewer sections, common words do not slow a search down. */
const SMALL = 1000;
const COMMON_SHARE = 0.3;

/** In how many sections each word occurs. */
export class Vocabulary {
  private readonly counts = new Map<string, number>();
  private sections = 0;

  add(words: ReadonlySet<string>): void {
    this.sections += 1;
    for (const word of words) this.counts.set(word, (this.counts.get(word) ?? 0) + 1);
  }

  remove(words: ReadonlySet<string>): void {
    this.sections -= 1;
    for (const word of words) {
      const count = (this.counts.get(word) ?? 0) - 1;
      if (count > 0) this.counts.set(word, count);
      else this.counts.delete(word);
    }
  }

  has(word: string): boolean {
    return this.counts.has(word);
  }

  /** The words that distinguish sections: all but the common ones, or all if every word is common. */
  telling(words: readonly string[]): readonly string[] {
    const telling = words.filter((word) => !this.isCommon(word));
    return telling.length > 0 ? telling : words;
  }

  /** Whether the word occurs in too many sections to distinguish them. */
  isCommon(word: string): boolean {
    return this.sections >= SMALL && (this.counts.get(word) ?? 0) > this.sections * COMMON_SHARE;
  }
}
