#!/usr/bin/env node
/**
 * Starts the built server on each transport in turn, uses it through the official clients, and prints what came back.
 * Ends with exit code 0 if everything came back as it should, and with 1 and the reasons if anything did not.
 */
import { existsSync } from 'node:fs';
import { seconds, stopwatch, TOTAL_MS } from './limits.mjs';
import { printSummary } from './summary.mjs';
import { bold, dim, print, red } from './terminal.mjs';
import { createWorkspace } from './workspace.mjs';
import { MAIN } from './server.mjs';
import { runAll } from './runs.mjs';

const elapsed = stopwatch();

if (!existsSync(MAIN)) {
  print(red('There is no dist/main.js: run `npm run build` first, or `npm run demo`, which does.'));
  process.exit(1);
}

const workspace = createWorkspace();
process.once('exit', workspace.remove);
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
]) {
  process.once(signal, () => process.exit(code));
}
setTimeout(() => {
  print(red(`✗ The demonstration took longer than ${seconds(TOTAL_MS)} and was given up.`));
  process.exit(1);
}, TOTAL_MS).unref();

print(bold('Polyport: one set of tools over every transport'));
print(dim(`Node ${process.version}, a temporary copy of a small handbook in Markdown, the official clients v1 and v2`));
print();

const outcomes = await runAll(workspace);
process.exit(printSummary(outcomes, elapsed()) ? 0 : 1);
