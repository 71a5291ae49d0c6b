#!/usr/bin/env node
/**
 * Measures the product against what else there is. `npm run bench -- --help` says how.
 */
import { parseArgs } from 'node:util';
import { isPinned, pinLoad } from './lib/cores.mjs';
import { machine } from './lib/machine.mjs';
import { prepare } from './lib/prepare.mjs';
import { path } from './lib/product.mjs';
import { FULL, QUICK } from './lib/profiles.mjs';
import { writeResults } from './lib/report/files.mjs';
import { print, printTable, printTargets } from './lib/report/terminal.mjs';
import { stopAll } from './lib/server.process.mjs';

const GROUPS = {
  http: async () => (await import('./groups/http.mjs')).http,
  stdio: async () => (await import('./groups/stdio.mjs')).stdio,
  sse: async () => (await import('./groups/sse.mjs')).sse,
  start: async () => (await import('./groups/start.mjs')).start,
  memory: async () => (await import('./groups/memory.mjs')).memory,
};

const USAGE = `npm run bench -- [GROUP …] [--quick] [--out FOLDER]

  GROUP    ${Object.keys(GROUPS).join(', ')}; all of them if none is named
  --quick  a look in two minutes instead of figures
  --out    where results go: docs/benchmarks, and bench/results for a quick run
`;

function read() {
  const options = { quick: { type: 'boolean' }, out: { type: 'string' }, help: { type: 'boolean' } };
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const unknown = positionals.filter((name) => !(name in GROUPS));
  if (unknown.length > 0) throw new Error(`There is no group ${unknown.join(', ')}.\n\n${USAGE}`);
  return { ...values, groups: positionals.length > 0 ? positionals : Object.keys(GROUPS) };
}

async function measureGroup(group, profile, isQuick) {
  print(`\n== ${group}`);
  const where = machine();
  const measureAll = await GROUPS[group]();
  const results = { group, quick: isQuick, machine: where, ...(await measureAll(profile)) };
  for (const table of results.tables) printTable(table);
  return results;
}

async function bench() {
  const { help, quick = false, out, groups } = read();
  if (help) return print(USAGE);
  prepare(print);
  pinLoad();
  if (!isPinned) print('Servers and load share their cores here: there is no taskset, or one core only.');
  const folder = out ?? path(quick ? 'bench/results' : 'docs/benchmarks');
  const all = [];
  for (const group of groups) {
    const results = await measureGroup(group, quick ? QUICK : FULL, quick);
    writeResults(folder, results);
    all.push(results);
  }
  printTargets(all.flatMap(({ targets }) => targets));
  print(`\nWritten to ${folder}`);
  const failed = all.flatMap(({ tables }) => tables.flatMap(({ rows }) => rows.filter(({ failure }) => failure)));
  if (failed.length === 0) return undefined;
  print(`${failed.length} of the candidates did not run, or answered wrongly.`);
  return 1;
}

async function end(code) {
  await stopAll();
  process.exit(code);
}

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void end(1));

bench().then(
  (code = 0) => end(code),
  (error) => {
    print(error.stack);
    return end(1);
  },
);
