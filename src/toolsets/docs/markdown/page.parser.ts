import { basename, extname } from 'node:path';
import type { Page, Section } from '../pages/page.types.js';
import { frontMatterOf } from './front-matter.js';
import { slugOf } from './heading.js';
import { splitSections } from './section.splitter.js';

/** Reads a Markdown file. Its title is that of the front matter, else the first heading of level 1, else its file name. */
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

/** A section with its heading and everything subordinate to it. */
export function markdownOf(page: Page, section: Section): string {
  const after = page.sections.find(({ start, level }) => start > section.start && level <= section.level);
  const end = section.level === 0 ? section.end : (after?.start ?? page.text.length);
  return page.text.slice(section.start, end).trimEnd();
}

/** Finds a section by its anchor, with or without `#`, or else by its heading in any case. */
export function sectionOf(page: Page, name: string): Section | undefined {
  const anchor = name.replace(/^#+/, '').trim();
  const slug = slugOf(anchor);
  if (slug === '') return undefined;
  return (
    page.sections.find((section) => section.anchor === anchor) ??
    page.sections.find((section) => slugOf(section.heading) === slug)
  );
}
