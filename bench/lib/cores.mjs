import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

const SERVER = '0';
const LOAD = '1';

function canPin() {
  if (availableParallelism() < 2) return false;
  return spawnSync('taskset', ['-c', `${SERVER},${LOAD}`, 'true']).status === 0;
}

/** Whether servers and load have a core each. Otherwise they share what there is, and the ratios say less. */
export const isPinned = canPin();

/** Keeps this process, which makes the load, on its core. */
export function pinLoad() {
  if (isPinned) spawnSync('taskset', ['-a', '-p', '-c', LOAD, String(process.pid)]);
}

/** The command that runs Node on the core of the servers. */
export function onServerCore(args, node = process.execPath) {
  return isPinned ? ['taskset', ['-c', SERVER, node, ...args]] : [node, args];
}
