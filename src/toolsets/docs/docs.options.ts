export interface DocsOptions {
  /** Folder with the Markdown pages; a relative path starts at the working directory. */
  readonly directory: string;
}

export const DOCS_OPTIONS = Symbol('DOCS_OPTIONS');
