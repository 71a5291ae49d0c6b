import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

export const ROOT = join(__dirname, '..', '..');

export interface CodeBlock {
  readonly language: string;
  readonly text: string;
}

export interface Link {
  readonly text: string;
  readonly target: string;
}

export const readPage = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** The pages of a folder and of the folders in it, as paths from the root of the repository. */
export function pagesIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .sort();
}

export function codeBlocks(markdown: string): CodeBlock[] {
  return [...markdown.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(([, language = '', text = '']) => ({ language, text }));
}

/** The page without what stands in code. */
export function prose(markdown: string): string {
  return markdown.replace(/^```.*?^```$/gms, '').replace(/`[^`\n]*`/g, (code) => 'x'.repeat(code.length));
}

export function links(markdown: string): Link[] {
  return [...prose(markdown).matchAll(/\[([^\]]+)\]\(([^)\s]+)\)/g)].map(([, text = '', target = '']) => ({
    text,
    target,
  }));
}

export function headings(markdown: string): { level: number; text: string }[] {
  const withoutCode = markdown.replace(/^```.*?^```$/gms, '');
  return [...withoutCode.matchAll(/^(#{1,6}) (.+)$/gm)].map(([, marks = '', text = '']) => ({
    level: marks.length,
    text,
  }));
}

/** The anchor that GitHub gives a heading. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');
}

/** The rows of the table that has these columns, header excluded. */
export function tableRows(markdown: string, ...columns: string[]): string[][] {
  const lines = markdown.split('\n');
  const start = lines.indexOf(`| ${columns.join(' | ')} |`);
  if (start === -1) throw new Error(`There is no table with the columns ${columns.join(', ')}.`);
  const rows: string[][] = [];
  for (const line of lines.slice(start + 2)) {
    if (!line.startsWith('|')) break;
    const cells = line.slice(1, -1).split('|');
    rows.push(cells.map((cell) => cell.trim()));
  }
  return rows;
}
