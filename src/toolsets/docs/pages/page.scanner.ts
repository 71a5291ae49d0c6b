import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable, Logger } from '@nestjs/common';
import { byPath, hasPageExtension, isPagePath, isVisibleName } from './page-path.js';
import { PageFolder } from './page.folder.js';

/**
 * Finds the pages of the folder. Links to folders are not followed, so a walk always ends and no page has two paths;
 * a link to a file is a page if `PageReader` accepts where it leads.
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
