import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** The build under test. */
export const MAIN = resolve(process.env['POLYPORT_DIST'] ?? 'dist', 'main.js');
/** The same with toolsets of the tests in it (`npm run build:fixtures`). */
export const FIXTURES_MAIN = resolve('dist-fixtures/main.js');

export const fixture = (name: string): string => resolve('test/process/fixtures', name);

/** A folder with one page, for the toolset that the application ships with. */
export function docsFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'polyport-docs-'));
  writeFileSync(join(folder, 'hello.md'), '# Hello\n\nhello world\n');
  return folder;
}
