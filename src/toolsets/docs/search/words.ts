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
