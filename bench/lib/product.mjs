import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Everything that the benchmark knows of how the product is built and started. */
const ROOT = new URL('../../', import.meta.url);
const require = createRequire(new URL('package.json', ROOT));

export const path = (name) => fileURLToPath(new URL(name, ROOT));

/** How users start it. */
export const MAIN = path('dist/main.js');

/** How a platform for functions loads it. */
export const FUNCTION = path('dist/lambda.js');

/** A module of the build that is not bundled, by its path in `src/`. */
export const load = (name) => import(new URL(`dist/${name}.js`, ROOT));

/** A package as the product sees it: two copies of one would not know each other's metadata. */
export const loadPackage = (name) => import(pathToFileURL(require.resolve(name)));
