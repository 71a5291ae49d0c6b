import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Folder of the build under test. */
const DIST = resolve(process.env['POLYPORT_DIST'] ?? 'dist');
export const MAIN = join(DIST, 'main.js');
export const DIST_URL = `${pathToFileURL(DIST).href}/`;

export const fixture = (name: string): string => resolve('test/process/fixtures', name);

/** A folder with one page, for the toolset that the application ships with. */
export function docsFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'polyport-docs-'));
  writeFileSync(join(folder, 'hello.md'), '# Hello\n\nhello world\n');
  return folder;
}
