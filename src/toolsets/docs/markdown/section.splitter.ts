import type { Section } from '../pages/page.types.js';
import { FenceTracker } from './fence.js';
import { AnchorFactory, headingOf } from './heading.js';
import { linesOf } from './lines.js';

/**
 * Splits Markdown at its ATX headings, those inside fenced code blocks left alone. What stands before the first heading
 * is a section of level 0, if it is more than white space.
 *
 * @param from where to begin: the end of the front matter
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
