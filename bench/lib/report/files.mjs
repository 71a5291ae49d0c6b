import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chart } from './chart.mjs';

/** Figures for machines and a chart for people, both by the name of the group. */
export function writeResults(folder, results) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${results.group}.json`), `${JSON.stringify(results, null, 2)}\n`);
  writeFileSync(join(folder, `${results.group}.svg`), chart(results));
}
