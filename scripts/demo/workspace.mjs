import { appendFileSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PAGES = fileURLToPath(new URL('pages', import.meta.url));

/** A temporary copy of the demonstration's pages, which the servers may write to. */
export function createWorkspace() {
  const folder = mkdtempSync(join(tmpdir(), 'polyport-demo-'));
  cpSync(PAGES, folder, { recursive: true });
  return {
    folder,
    read: (path) => readFileSync(join(folder, path), 'utf8'),
    append: (path, text) => appendFileSync(join(folder, path), text),
    has: (path) => existsSync(join(folder, path)),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
