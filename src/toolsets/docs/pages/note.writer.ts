import { randomUUID } from 'node:crypto';
import { link, lstat, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { ToolError } from '../../../mcp/contract/index.js';
import { pageExists, unusableNotePath } from '../docs.messages.js';
import { isPagePath } from './page-path.js';
import { PageFolder } from './page.folder.js';

/** Writes new pages into the folder; never overwrites a file. */
@Injectable()
export class NoteWriter {
  constructor(private readonly folder: PageFolder) {}

  /** @throws ToolError when the path is invalid or taken; `write` can still fail */
  async check(path: string): Promise<void> {
    if (!isPagePath(path)) throw new ToolError(unusableNotePath(path));
    const file = join(this.folder.root, path);
    const found = await lstat(file).catch(ignore('ENOENT', 'ENOTDIR'));
    if (found) throw new ToolError(pageExists(path));
  }

  /** @throws ToolError when a page cannot be written to the path */
  async write(path: string, text: string): Promise<void> {
    await this.check(path);
    const folder = await this.createFolder(path);
    const draft = join(folder, `.${randomUUID()}.draft`);
    try {
      await writeFile(draft, text, { flag: 'wx' });
      // Unlike a rename, a link refuses to replace a file; and the page appears with its whole text.
      await link(draft, join(this.folder.root, path));
    } catch (error) {
      throw (error as NodeJS.ErrnoException).code === 'EEXIST' ? new ToolError(pageExists(path)) : error;
    } finally {
      await rm(draft, { force: true });
    }
  }

  /** Creates one folder at a time: `mkdir` with `recursive` would follow a link and create folders outside. */
  private async createFolder(path: string): Promise<string> {
    let folder = this.folder.root;
    for (const name of path.split('/').slice(0, -1)) {
      folder = join(folder, name);
      await mkdir(folder).catch(ignore('EEXIST'));
      if (!(await lstat(folder)).isDirectory()) throw new ToolError(unusableNotePath(path));
    }
    return folder;
  }
}

function ignore(...codes: readonly string[]): (error: NodeJS.ErrnoException) => undefined {
  return (error) => {
    if (!codes.includes(error.code ?? '')) throw error;
    return undefined;
  };
}
