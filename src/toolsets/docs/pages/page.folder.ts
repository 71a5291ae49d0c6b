import { realpath, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { DocsDirectoryError } from '../docs-directory.error.js';
import { DOCS_OPTIONS, type DocsOptions } from '../docs.options.js';

/** The folder that holds the pages. */
@Injectable()
export class PageFolder {
  private realRoot: string | undefined;

  constructor(@Inject(DOCS_OPTIONS) private readonly options: DocsOptions) {}

  /** As it was configured, made absolute. */
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
