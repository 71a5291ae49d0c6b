#!/usr/bin/env node
/**
 * Builds the server and the fixture, runs the official conformance suite over Streamable HTTP and through a function and
 * its scenarios over the other transports, and says whether anything is short of the aim. `--no-build` takes what is built already.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { print } from '../demo/terminal.mjs';
import { FROZEN } from './frozen.mjs';
import { stopFunctions, throughFunction } from './function.mjs';
import { run, startFixture, stopAll } from './processes.mjs';
import { printFunction, printLegs, printSuite } from './report.mjs';
import { runSuite, version } from './suite.mjs';
import { findGaps, judgeSuite } from './verdict.mjs';

const path = (name) => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const FIXTURE = path('dist-conformance/main.js');
const FUNCTION = path('dist-conformance/function.js');
const RESULTS = path('conformance-results/results.json');
const LEGS = path('conformance-results/legs.json');

const BUILD_MS = 120_000;
const LEGS_MS = 120_000;
const TOTAL_MS = 300_000;

async function build() {
  const tsc = path('node_modules/typescript/bin/tsc');
  const steps = [
    // The fixture sees the built package only.
    [path('node_modules/@nestjs/cli/bin/nest.js'), 'build'],
    [tsc, '-p', path('test/conformance/tsconfig.json')],
    [tsc, '-p', path('test/conformance/scenarios/tsconfig.json')],
  ];
  for (const step of steps) {
    const { code, output } = await run(step, { cwd: path('.'), limitMs: BUILD_MS });
    if (code !== 0) throw new Error(`The build failed:\n${output}`);
  }
}

async function official({ revision, ...lists }) {
  const fixture = await startFixture(FIXTURE, { TRANSPORT: 'http', HTTP_SESSIONS: 'on' });
  const start = performance.now();
  const outcome = await runSuite(revision, `${fixture.origin}/mcp`);
  const milliseconds = Math.round(performance.now() - start);
  const { scenarios, faults } = judgeSuite(lists, outcome);
  if (!fixture.isRunning()) faults.push('The fixture did not live to the end.');
  await fixture.stop();
  return { revision, milliseconds, scenarios, faults };
}

async function otherTransports(suites) {
  const fixture = await startFixture(FIXTURE, { TRANSPORT: 'sse' });
  const script = path('dist-conformance/scenarios/main.js');
  const { code, output } = await run([script, fixture.origin, LEGS], { limitMs: LEGS_MS });
  if (code !== 0) throw new Error(`The scenarios over the other transports ended with exit code ${code}:\n${output}`);
  await fixture.stop();
  const legs = JSON.parse(readFileSync(LEGS, 'utf8'));
  rmSync(LEGS);
  return legs.map((leg) => ({
    ...leg,
    gaps: findGaps(
      leg,
      suites.find(({ revision }) => revision === leg.revision),
    ),
  }));
}

/** One for each scenario and for each fault beside them. */
function tally(suites, legs) {
  const verdicts = [
    ...suites.flatMap(({ scenarios, faults }) => [...scenarios.map(({ clean }) => clean), ...faults.map(() => false)]),
    ...legs.flatMap(({ scenarios, gaps }) => [
      ...scenarios.map(({ checks }) => checks.every(({ passed }) => passed)),
      ...gaps.map(() => false),
    ]),
  ];
  const passed = verdicts.filter(Boolean).length;
  return { passed, failed: verdicts.length - passed };
}

async function conformance() {
  mkdirSync(path('conformance-results'), { recursive: true });
  if (!process.argv.includes('--no-build')) await build();
  const suites = [];
  for (const lists of FROZEN) {
    suites.push(await official(lists));
    printSuite(suites.at(-1));
  }
  const functions = [];
  for (const lists of FROZEN) {
    functions.push(await throughFunction(FUNCTION, lists));
    printFunction(functions.at(-1));
  }
  const legs = await otherTransports(suites);
  printLegs(legs);
  const total = tally([...suites, ...functions], legs);
  const results = { suite: version, node: process.version, ...total, suites, functions, transports: legs };
  writeFileSync(RESULTS, `${JSON.stringify(results, null, 2)}\n`);
  return total;
}

let isEnding = false;

/** The last line is for machines, whatever has happened. */
async function end({ passed, failed }) {
  if (isEnding) return;
  isEnding = true;
  await Promise.all([stopAll(), stopFunctions()]);
  print(`\nconformance: ${passed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
}

function giveUp(reason) {
  if (!isEnding) print(reason);
  return end({ passed: 0, failed: 1 });
}

setTimeout(() => void giveUp(`Given up after ${TOTAL_MS / 1000} s.`), TOTAL_MS).unref();
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void giveUp(`Ended by ${signal}.`));

conformance().then(end, (error) => giveUp(error.message));
