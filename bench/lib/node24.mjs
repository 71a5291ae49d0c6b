import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { path } from './product.mjs';

const VERSION = '24.21.0';

/** Plain packages with the binary inside, by the platform. */
const PACKAGE = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;

const FOLDER = path('bench/.node24');
const BINARY = `${FOLDER}/node_modules/${PACKAGE}/bin/node${process.platform === 'win32' ? '.exe' : ''}`;

const works = () => existsSync(BINARY) && spawnSync(BINARY, ['--version']).status === 0;

/** Fetches Node 24 (50 MB) from the npm registry unless it is there already. */
export function fetchNode24(print) {
  if (works()) return;
  print(`Fetching Node ${VERSION} …`);
  mkdirSync(FOLDER, { recursive: true });
  const what = ['install', '--prefix', FOLDER, '--no-save', '--ignore-scripts', '--no-audit', '--no-fund'];
  spawnSync('npm', [...what, `${PACKAGE}@${VERSION}`], { stdio: ['ignore', 'ignore', 'inherit'] });
  if (!works()) print(`${PACKAGE}@${VERSION} could not be had: what is measured on Node 24 will be skipped.`);
}

/** `{ node, version }`, or `{ skipped }` with the reason. */
export function node24() {
  if (!works()) return { skipped: 'Node 24 is not in bench/.node24: `npm run bench -- node24 --node24` fetches it' };
  return { node: BINARY, version: VERSION };
}
