import { realpath, stat, readdir } from 'node:fs/promises';
import { resolve, join } from 'node:path';
import type { Dirent } from 'node:fs';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { BootError } from '../../../mcp/contract/index.js';
import { DOCS_OPTIONS, type DocsOptions } from '../docs.options.js';
import { PAGE_EXTENSIONS, byPath, hasPageExtension, isPagePath, isVisibleName } from './page-path.js';

/** The folder cannot be served; stops the boot. */
export class DocsDirectoryError extends BootError {
  override readonly name = 'DocsDirectoryError';

  constructor(
    /** Absolute path of the folder. */
    readonly directory: string,
    /** The fault, such as `does not exist`. */
    readonly found: string,
  ) {
    super(
      `The docs toolset has nothing to serve: ${directory} ${found}. ` +
        `Set DOCS_DIR=/path/to/markdown to a folder with at least one page (${PAGE_EXTENSIONS.join(', ')}).`,
    );
  }
}

/** The folder that holds the pages. */
@Injectable()
export class PageFolder {
  private realRoot: string | undefined;

  constructor(@Inject(DOCS_OPTIONS) private readonly options: DocsOptions) {}

  /** The configured folder as an absolute path. */
  get directory(): string {
    return resolve(this.options.directory);
  }

  /** Absolute, free of symbolic links. */
  get root(): string {
    if (this.realRoot === undefined) throw new Error('The folder of the pages was not opened yet.');
    return this.realRoot;
  }

  /** @throws DocsDirectoryError when there is no such folder */
  async open(): Promise<void> {
    try {
      const root = await realpath(this.directory);
      if (!(await stat(root)).isDirectory()) throw new DocsDirectoryError(this.directory, 'is not a folder');
      this.realRoot = root;
    } catch (error) {
      if (error instanceof DocsDirectoryError) throw error;
      throw new DocsDirectoryError(this.directory, describe(error as NodeJS.ErrnoException));
    }
  }
}

function describe({ code, message }: NodeJS.ErrnoException): string {
  return code === 'ENOENT' ? 'does not exist' : `cannot be opened (${code ?? message})`;
}

/**
 * Finds the pages of the folder. Does not follow links to folders, so a walk always ends and no page has two paths; a
 * link to a file is a page if `PageReader` accepts its target.
 */
@Injectable()
export class PageScanner {
  private readonly logger = new Logger(PageScanner.name);

  constructor(private readonly folder: PageFolder) {}

  /** Paths of the files that may be pages, in a stable order. */
  async *paths(folder = ''): AsyncGenerator<string> {
    for (const entry of await this.entries(folder)) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) yield* this.paths(path);
      else if (hasPageExtension(entry.name) && isPagePath(path)) yield path;
    }
  }

  private async entries(folder: string): Promise<Dirent[]> {
    try {
      const entries = await readdir(join(this.folder.root, folder), { withFileTypes: true });
      return entries.filter(({ name }) => isVisibleName(name)).sort((a, b) => byPath(a.name, b.name));
    } catch (error) {
      this.logger.warn(`Skipped the folder '${folder}': ${(error as Error).message}`);
      return [];
    }
  }
}
