/** Bundles what `nest build` does, with the toolsets of the tests in place of its own, into `dist-fixtures/`. */
import { rspack } from '@rspack/core';
import { bundle } from '../../rspack.config.mjs';

const fixture = { outDir: 'dist-fixtures', toolsets: './test/process/fixtures/toolsets.module.mjs' };
const configurations = [
  bundle({ ...fixture, name: 'main', source: './src/main.ts', split: true }),
  bundle({ ...fixture, name: 'lambda', source: './src/lambda.ts', split: false }),
];

rspack(configurations, (failure, stats) => {
  const faults = failure?.message ?? (stats.hasErrors() ? stats.toString({ all: false, errors: true }) : undefined);
  if (faults === undefined) return;
  process.stderr.write(`${faults}\n`);
  process.exitCode = 1;
});
