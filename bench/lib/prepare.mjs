import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fetchNode24 } from './node24.mjs';
import { MAIN, path } from './product.mjs';
import { bundleRivalFunction } from './rival.function.mjs';

function npm(...args) {
  const { status } = spawnSync('npm', args, { cwd: path('.'), stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error(`npm ${args.join(' ')} has failed`);
}

const newest = (folder) =>
  Math.max(
    ...readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs),
  );

const changedAt = () =>
  Math.max(
    ...['src', 'build'].map((folder) => newest(path(folder))),
    ...['rspack.config.mjs', 'package-lock.json'].map((file) => statSync(path(file)).mtimeMs),
  );

const isBuilt = () => existsSync(MAIN) && statSync(MAIN).mtimeMs >= changedAt();

/** Installs the rivals where they are missing, and builds what is older than its sources. */
export async function prepare(print, { wantsNode24 = false } = {}) {
  if (!existsSync(path('bench/node_modules'))) {
    print('Installing what the product is compared with …');
    npm('ci', '--prefix', 'bench', '--ignore-scripts', '--no-audit', '--no-fund');
  }
  if (!isBuilt()) {
    print('Building …');
    npm('run', 'build');
  }
  await bundleRivalFunction();
  if (wantsNode24) fetchNode24(print);
}
