export interface DocsOptions {
  /** Folder with the Markdown pages; a relative path starts at the working directory. */
  readonly directory: string;
  /** Whether the toolset is served; otherwise no folder is needed or read. Default: true. */
  readonly served?: boolean;
}

export const DOCS_OPTIONS = Symbol('DOCS_OPTIONS');
