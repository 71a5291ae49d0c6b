import { linesOf } from './lines.js';

export interface FrontMatter {
  readonly title?: string;
  /** Where the page's own text begins. */
  readonly end: number;
}

const TITLE = /^title:(?=\s)(.*)$/;
const QUOTED = /^(["'])(.*)\1$/;

/** Reads the `title` of a front matter block: a line `---` at the very beginning of the page, up to the next one. */
export function frontMatterOf(text: string): FrontMatter {
  let title: string | undefined;
  for (const { text: line, start, end } of linesOf(text)) {
    if (start === 0) {
      if (line.trimEnd() !== '---') return { end: 0 };
    } else if (/^(?:---|\.\.\.)\s*$/.test(line)) {
      return { end, ...(title && { title }) };
    } else {
      const value = TITLE.exec(line)?.[1]?.trim();
      if (value) title ??= QUOTED.exec(value)?.[2]?.trim() ?? value;
    }
  }
  return { end: 0 };
}
