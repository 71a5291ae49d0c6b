import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chart } from './chart.mjs';
import { resultsPage } from './results.page.mjs';

/** Figures for machines and a chart for people, both by the name of the group. */
export function writeResults(folder, results) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${results.group}.json`), `${JSON.stringify(results, null, 2)}\n`);
  const picture = join(folder, `${results.group}.svg`);
  if (results.tables.length > 0) writeFileSync(picture, chart(results));
  else rmSync(picture, { force: true });
}

/** The targets of all groups of which there are figures in the folder, those of earlier runs included. */
export function writePage(folder, groups) {
  const files = groups.map((group) => join(folder, `${group}.json`)).filter((file) => existsSync(file));
  const results = files.map((file) => JSON.parse(readFileSync(file, 'utf8')));
  writeFileSync(join(folder, 'results.md'), resultsPage(results));
}
