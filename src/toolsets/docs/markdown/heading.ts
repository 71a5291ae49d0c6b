export interface Heading {
  readonly level: number;
  /** Plain text: no emphasis, no code marks, links reduced to their text. */
  readonly text: string;
}

const ATX = /^ {0,3}(#{1,6})(?:[ \t](.*))?$/;

// Longer headings are cut, which also bounds the work of the replacements below.
const MAX_HEADING_LENGTH = 300;

/** Reads a line as an ATX heading (CommonMark 0.31, section 4.2). */
export function headingOf(line: string): Heading | undefined {
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

/** Gives out anchors as GitHub does: lower case, hyphens for spaces, a number for what was given out before. */
export class AnchorFactory {
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
