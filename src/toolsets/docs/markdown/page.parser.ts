import { basename, extname } from 'node:path';
import { linesOf, slugOf, splitSections, type Section } from './section.splitter.js';

const TITLE = /^title:(?=\s)(.*)$/;
const QUOTED = /^(["'])(.*)\1$/;

/** A parsed Markdown file. */
export interface Page {
  /** Relative to the folder, with `/`. */
  readonly path: string;
  readonly title: string;
  readonly text: string;
  readonly sections: readonly Section[];
}

/** Parses a Markdown file. Its title is that of the front matter, the first heading of level 1, or the file name. */
export function parsePage(path: string, text: string): Page {
  const frontMatter = frontMatterOf(text);
  const sections = splitSections(text, frontMatter.end);
  const topHeading = sections.find(({ level, heading }) => level === 1 && heading !== '');
  const title = frontMatter.title ?? topHeading?.heading ?? basename(path, extname(path));
  return { path, title, text, sections };
}

/** The text below a section's heading, up to the next heading. */
export function bodyOf(page: Page, section: Section): string {
  return page.text.slice(section.bodyStart, section.end);
}

/** A section with its heading and its subsections. */
export function markdownOf(page: Page, section: Section): string {
  const after = page.sections.find(({ start, level }) => start > section.start && level <= section.level);
  const end = section.level === 0 ? section.end : (after?.start ?? page.text.length);
  return page.text.slice(section.start, end).trimEnd();
}

/** Finds a section by its anchor, with or without `#`, or by its heading, ignoring case. */
export function sectionOf(page: Page, name: string): Section | undefined {
  const anchor = name.replace(/^#+/, '').trim();
  const slug = slugOf(anchor);
  if (slug === '') return undefined;
  return (
    page.sections.find((section) => section.anchor === anchor) ??
    page.sections.find((section) => slugOf(section.heading) === slug)
  );
}

interface FrontMatter {
  readonly title?: string;
  /** Start of the page's own text. */
  readonly end: number;
}

/** Reads the `title` of a front matter block: a line `---` at the very beginning of the page, up to the next one. */
function frontMatterOf(text: string): FrontMatter {
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
