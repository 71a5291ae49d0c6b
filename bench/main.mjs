#!/usr/bin/env node
/**
 * Measures the product against its rivals. `npm run bench -- --help` says how.
 */
import { parseArgs } from 'node:util';
import { isPinned, pinLoad } from './lib/cores.mjs';
import { machine } from './lib/machine.mjs';
import { prepare } from './lib/prepare.mjs';
import { path } from './lib/product.mjs';
import { FULL, QUICK, SHORT } from './lib/profiles.mjs';
import { writePage, writeResults } from './lib/report/files.mjs';
import { print, printTable, printTargets } from './lib/report/terminal.mjs';
import { stopAll } from './lib/server.process.mjs';

const GROUPS = {
  http: async () => (await import('./groups/http.mjs')).http,
  access: async () => (await import('./groups/access.mjs')).access,
  lists: async () => (await import('./groups/lists.mjs')).lists,
  sizes: async () => (await import('./groups/sizes.mjs')).sizes,
  pressure: async () => (await import('./groups/pressure.mjs')).pressure,
  sessions: async () => (await import('./groups/sessions.mjs')).sessions,
  sse: async () => (await import('./groups/sse.mjs')).sse,
  stdio: async () => (await import('./groups/stdio.mjs')).stdio,
  node24: async () => (await import('./groups/node24.mjs')).node24,
  start: async () => (await import('./groups/start.mjs')).start,
  memory: async () => (await import('./groups/memory.mjs')).memory,
};

const USAGE = `npm run bench -- [GROUP …] [--short | --quick] [--node24] [--out FOLDER]

  GROUP     ${Object.keys(GROUPS).join(', ')}; all of them if none is named
  --short   3 rounds of 2 seconds instead of 5 of 5
  --quick   a look in two minutes instead of figures
  --node24  fetches Node 24 from the npm registry into bench/.node24 (50 MB); without it that group is skipped
  --out     where results go: docs/benchmarks, and bench/results for a quick run
`;

function read() {
  const flag = { type: 'boolean' };
  const options = { short: flag, quick: flag, node24: flag, out: { type: 'string' }, help: flag };
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const unknown = positionals.filter((name) => !(name in GROUPS));
  if (unknown.length > 0) throw new Error(`There is no group ${unknown.join(', ')}.\n\n${USAGE}`);
  return { ...values, groups: positionals.length > 0 ? positionals : Object.keys(GROUPS) };
}

async function measureGroup(group, profile) {
  print(`\n== ${group}`);
  const where = machine();
  const startedAt = performance.now();
  const measureAll = await GROUPS[group]();
  const { rounds, roundMs } = profile;
  const results = { group, quick: profile === QUICK, rounds, roundMs, machine: where, ...(await measureAll(profile)) };
  for (const table of results.tables) printTable(table);
  print(`\n${group} took ${Math.round((performance.now() - startedAt) / 1000)} s`);
  return results;
}

async function bench() {
  const { help, short = false, quick = false, node24 = false, out, groups } = read();
  if (help) return print(USAGE);
  await prepare(print, { wantsNode24: node24 });
  pinLoad();
  if (!isPinned) print('Servers and load share their cores here: there is no taskset, or one core only.');
  const folder = out ?? path(quick ? 'bench/results' : 'docs/benchmarks');
  const profile = quick ? QUICK : short ? SHORT : FULL;
  const all = [];
  for (const group of groups) {
    const results = await measureGroup(group, profile);
    writeResults(folder, results);
    all.push(results);
  }
  writePage(folder, Object.keys(GROUPS));
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
