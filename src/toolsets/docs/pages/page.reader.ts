import { constants } from 'node:fs';
import { open, realpath, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { hasPageExtension, isInside, isPagePath } from './page-path.js';
import { PageFolder } from './page.folder.js';

/** The outcome of reading a page. */
export type PageRead =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'refused'; readonly reason: string };

const MAX_BYTES = 1_048_576;
const PROBED_BYTES = 8192;

// Windows has neither flag. Without O_NONBLOCK, opening a named pipe waits for its writer.
const READ_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/**
 * Reads pages only: every read checks again that the file is inside the folder after resolving symbolic links. Links to
 * a hidden folder inside are allowed, because Kubernetes mounts a ConfigMap that way.
 */
@Injectable()
export class PageReader {
  constructor(private readonly folder: PageFolder) {}

  async read(path: string): Promise<PageRead> {
    if (!isPagePath(path)) return refused('is not the path of a page');
    try {
      const file = await realpath(join(this.folder.root, path));
      if (!isInside(this.folder.root, file)) return refused('is a link that leaves the folder');
      if (!hasPageExtension(file)) return refused('is a link to something that is not a page');
      return await readFile(file);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      return code === 'ENOENT' || code === 'ENOTDIR'
        ? { kind: 'missing' }
        : refused(`cannot be read (${code ?? message})`);
    }
  }
}

async function readFile(file: string): Promise<PageRead> {
  const handle = await open(file, READ_FLAGS);
  try {
    return await readHandle(handle);
  } finally {
    await handle.close();
  }
}

async function readHandle(handle: FileHandle): Promise<PageRead> {
  const stats = await handle.stat();
  if (!stats.isFile()) return refused('is not a file');
  if (stats.size > MAX_BYTES) return refused(`is larger than 1 MiB (${stats.size} bytes)`);
  const bytes = await handle.readFile();
  if (bytes.subarray(0, PROBED_BYTES).includes(0)) return refused('is a binary file');
  return { kind: 'text', text: new TextDecoder().decode(bytes) };
}

function refused(reason: string): PageRead {
  return { kind: 'refused', reason };
}
