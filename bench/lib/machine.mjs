import { readFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { isPinned } from './cores.mjs';
import { path } from './product.mjs';

const packages = JSON.parse(readFileSync(path('bench/package.json'), 'utf8')).dependencies;
const { version } = JSON.parse(readFileSync(path('package.json'), 'utf8'));

/** Where and with what the figures came about. */
export const machine = () => ({
  date: new Date().toISOString().slice(0, 10),
  cpu: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`,
  memoryGiB: Math.round(totalmem() / 1024 ** 3),
  system: `${process.platform} ${process.arch}`,
  node: process.version,
  /** Whether servers and load had a core each. */
  pinned: isPinned,
  /** Of the minute before: what else the machine had to do. */
  loadAverage: loadavg()[0],
  versions: { polyport: version, ...packages },
});
