export interface Line {
  /** Without its line break. */
  readonly text: string;
  readonly start: number;
  /** Where the next line begins. */
  readonly end: number;
}

/** The lines of a text with their offsets, whichever line breaks it uses. */
export function* linesOf(text: string, from = 0): Generator<Line> {
  for (let start = from; start < text.length;) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline + 1;
    yield { text: text.slice(start, end).replace(/\r?\n$/, ''), start, end };
    start = end;
  }
}
