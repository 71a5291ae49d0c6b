import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';

const TSC = createRequire(import.meta.url).resolve('typescript/bin/tsc');

function runCompiler(project) {
  return new Promise((resolve) => {
    const tsc = spawn(process.execPath, [TSC, '-p', project, '--pretty', String(process.stdout.isTTY === true)]);
    let output = '';
    for (const stream of [tsc.stdout, tsc.stderr]) stream.on('data', (text) => (output += text));
    tsc.on('close', (code) => resolve({ code, output }));
  });
}

/**
 * Has the TypeScript compiler check everything and write the package that other applications import: `dist/index.js`,
 * its folders and their types, unbundled. It runs beside the bundler, which writes its files afterwards and over those
 * of the same name; an error of type fails the build.
 */
export class PackageTypesPlugin {
  constructor(project) {
    this.project = project;
  }

  apply(compiler) {
    let running;
    compiler.hooks.run.tap('PackageTypes', () => {
      // Once for all bundles, each of which writes over what the compiler has written under its name.
      running = this.running ??= runCompiler(this.project);
    });
    compiler.hooks.finishMake.tapPromise('PackageTypes', async (compilation) => {
      if (!running) return;
      const { code, output } = await running;
      if (code !== 0) compilation.errors.push(new Error(`tsc ended with exit code ${code}:\n${output}`));
    });
  }
}
