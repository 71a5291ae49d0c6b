import { existsSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { loadPackage, path } from './product.mjs';

/** The function of a rival: as it is written, and as one minified file, since the product's function is one as well. */
export const RIVAL_FUNCTION = path('bench/servers/sdk-v2-function.mjs');
export const BUNDLED_RIVAL_FUNCTION = path('bench/dist/sdk-v2-function.js');

const SOURCES = [RIVAL_FUNCTION, path('bench/servers/shared/sdk-v2.mjs'), path('bench/package-lock.json')];

const configuration = {
  mode: 'production',
  target: 'node20.19',
  devtool: false,
  entry: RIVAL_FUNCTION,
  output: {
    path: dirname(BUNDLED_RIVAL_FUNCTION),
    filename: basename(BUNDLED_RIVAL_FUNCTION),
    module: true,
    library: { type: 'module' },
    chunkFormat: 'module',
  },
  externalsPresets: { node: true },
  module: { parser: { javascript: { dynamicImportMode: 'eager' } } },
  // The environment is read at run time, as in the product's bundle.
  optimization: { nodeEnv: false, minimize: true },
  performance: false,
};

const isBundled = () =>
  existsSync(BUNDLED_RIVAL_FUNCTION) &&
  SOURCES.every((source) => statSync(source).mtimeMs <= statSync(BUNDLED_RIVAL_FUNCTION).mtimeMs);

/** Bundles the rival's function with the tool that bundles the product, where it is older than its sources. */
export async function bundleRivalFunction() {
  if (isBundled()) return;
  const { rspack } = await loadPackage('@rspack/core');
  const stats = await new Promise((resolve, reject) => {
    rspack(configuration, (error, result) => (error ? reject(error) : resolve(result)));
  });
  if (stats.hasErrors()) throw new Error(stats.toString('errors-only'));
}
