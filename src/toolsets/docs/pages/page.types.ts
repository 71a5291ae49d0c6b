/** A part of a page, from its heading to the next heading of any level. Offsets are into the page's text. */
export interface Section {
  /** Plain text of the heading; empty for what stands before the first one. */
  readonly heading: string;
  /** GitHub-style anchor, unique in the page; empty for what stands before the first heading. */
  readonly anchor: string;
  /** 1 to 6, and 0 for what stands before the first heading. */
  readonly level: number;
  /** Where the heading's line begins. */
  readonly start: number;
  /** Where the text below the heading begins. */
  readonly bodyStart: number;
  readonly end: number;
}

/** A Markdown file as the knowledge base holds it. */
export interface Page {
  /** Relative to the folder, with `/`. */
  readonly path: string;
  readonly title: string;
  readonly text: string;
  readonly sections: readonly Section[];
}
