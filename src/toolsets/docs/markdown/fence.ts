/** Follows the fenced code blocks of a page line by line (CommonMark 0.31, section 4.5). */
export class FenceTracker {
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
  // What follows backticks cannot contain one: that line is inline code.
  return match?.[1]?.startsWith('`') && match[2]?.includes('`') ? undefined : match?.[1];
}

function closes(line: string, fence: string): boolean {
  const marks = /^ {0,3}(`+|~+)[ \t]*$/.exec(line)?.[1];
  return marks !== undefined && marks.startsWith(fence);
}
