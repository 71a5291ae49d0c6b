const ATX = /^ {0,3}(#{1,6})(?:[ \t](.*))?$/;
// Longer headings are cut, which also bounds the work of the replacements below.
const MAX_HEADING_LENGTH = 300;

/** A part of a page, from its heading to the next heading of any level. Offsets are into the page's text. */
export interface Section {
  /** Plain text of the heading; empty before the first heading. */
  readonly heading: string;
  /** GitHub-style anchor, unique in the page; empty before the first heading. */
  readonly anchor: string;
  /** 1 to 6; 0 before the first heading. */
  readonly level: number;
  /** Start of the heading's line. */
  readonly start: number;
  /** Start of the text below the heading. */
  readonly bodyStart: number;
  readonly end: number;
}

/**
 * Splits Markdown at its ATX headings outside fenced code blocks. Text before the first heading becomes a section of
 * level 0, unless it is white space.
 *
 * @param from offset of the first line: the end of the front matter
 */
export function splitSections(text: string, from = 0): Section[] {
  const sections: Section[] = [];
  const anchors = new AnchorFactory();
  const fences = new FenceTracker();
  let open: Omit<Section, 'end'> = { heading: '', anchor: '', level: 0, start: from, bodyStart: from };
  const close = (end: number): void => {
    if (open.level > 0 || text.slice(open.start, end).trim() !== '') sections.push({ ...open, end });
  };
  for (const line of linesOf(text, from)) {
    if (fences.covers(line.text)) continue;
    const heading = headingOf(line.text);
    if (!heading) continue;
    close(line.start);
    const anchor = anchors.create(heading.text);
    open = { heading: heading.text, anchor, level: heading.level, start: line.start, bodyStart: line.end };
  }
  close(text.length);
  return sections;
}

interface Heading {
  readonly level: number;
  /** Plain text: no emphasis, no code marks, links reduced to their text. */
  readonly text: string;
}

/** Reads a line as an ATX heading (CommonMark 0.31, section 4.2). */
function headingOf(line: string): Heading | undefined {
  const match = ATX.exec(line);
  if (!match?.[1]) return undefined;
  const raw = (match[2] ?? '').trim().slice(0, MAX_HEADING_LENGTH);
  return { level: match[1].length, text: plainText(raw.replace(/(?:^|[ \t])#+$/, '')) };
}

function plainText(markdown: string): string {
  return markdown
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[`*]/g, '')
    .trim();
}

/** Creates anchors as GitHub does: lower case, hyphens for spaces, a number for repeated headings. */
class AnchorFactory {
  private readonly given = new Map<string, number>();

  create(heading: string): string {
    const slug = slugOf(heading);
    let anchor = slug;
    while (this.given.has(anchor)) {
      const count = (this.given.get(slug) ?? 0) + 1;
      this.given.set(slug, count);
      anchor = `${slug}-${count}`;
    }
    this.given.set(anchor, 0);
    return anchor;
  }
}

export function slugOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-');
}

/** Follows the fenced code blocks of a page line by line (CommonMark 0.31, section 4.5). */
class FenceTracker {
  private fence: string | undefined;

  /** Whether the line belongs to a fenced code block, its opening and closing lines included. */
  covers(line: string): boolean {
    if (this.fence === undefined) {
      this.fence = opening(line);
      return this.fence !== undefined;
    }
    if (closes(line, this.fence)) this.fence = undefined;
    return true;
  }
}

function opening(line: string): string | undefined {
  const match = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line);
  // An info string after backticks cannot contain one: the line is inline code.
  return match?.[1]?.startsWith('`') && match[2]?.includes('`') ? undefined : match?.[1];
}

function closes(line: string, fence: string): boolean {
  const marks = /^ {0,3}(`+|~+)[ \t]*$/.exec(line)?.[1];
  return marks !== undefined && marks.startsWith(fence);
}

interface Line {
  /** Without its line break. */
  readonly text: string;
  readonly start: number;
  /** Start of the next line. */
  readonly end: number;
}

/** The lines of a text with their offsets; accepts LF and CRLF. */
export function* linesOf(text: string, from = 0): Generator<Line> {
  for (let start = from; start < text.length;) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline + 1;
    yield { text: text.slice(start, end).replace(/\r?\n$/, ''), start, end };
    start = end;
  }
}
