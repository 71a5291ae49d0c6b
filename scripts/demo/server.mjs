import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { getDefaultEnvironment } from '@modelcontextprotocol/sdk/client/stdio.js';
import { BOOT_MS, STEP_MS, STOP_MS, within } from './limits.mjs';

export const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** What the demonstration sets. The rest of the caller's environment stays out, so that settings in it cannot interfere. */
export function environment(folder, extra) {
  const settings = { DOCS_DIR: folder, DOCS_WRITABLE: 'true', LOG_FORMAT: 'json', LOG_LEVEL: 'info' };
  return { ...getDefaultEnvironment(), ...settings, ...extra };
}

/** Collects what a server writes to stderr, for the case that something fails. */
export function createLog() {
  let text = '';
  return {
    add: (chunk) => (text = (text + chunk).slice(-20_000)),
    text: () => text,
    tail: () => text.trimEnd().split('\n').slice(-15),
  };
}

/** Starts a network transport on a free port and waits until it takes calls. */
export async function startServer(env, log) {
  const child = spawn(process.execPath, [MAIN], {
    env: { ...env, HOST: '127.0.0.1', PORT: '0' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  child.stderr.setEncoding('utf8').on('data', log.add);
  const ended = once(child, 'exit').then(([code, signal]) => {
    process.off('exit', kill);
    return signal ?? code;
  });
  try {
    const base = await within(BOOT_MS, 'The start of the server', Promise.race([ready(log), failed(ended)]));
    return { url: (path) => new URL(path, base), stop: () => stop(child, ended) };
  } catch (error) {
    kill();
    throw error;
  }
}

async function ready(log) {
  const stopAt = Date.now() + BOOT_MS;
  while (Date.now() < stopAt) {
    // The server took any free port (PORT=0), and says which.
    const [base] = /http:\/\/127\.0\.0\.1:\d+/.exec(log.text()) ?? [];
    if (base && (await isReady(base))) return base;
    await sleep(25);
  }
  throw new Error('The server did not become ready');
}

async function isReady(base) {
  try {
    const answer = await fetch(`${base}/health/ready`, { signal: AbortSignal.timeout(STEP_MS) });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}

async function failed(ended) {
  throw new Error(`The server ended while it started (${await ended})`);
}

async function stop(child, ended) {
  child.kill('SIGTERM');
  try {
    const outcome = await within(STOP_MS, 'The end of the server after SIGTERM', ended);
    if (outcome !== 0) throw new Error(`The server ended with ${outcome} after SIGTERM, not with 0`);
  } finally {
    child.kill('SIGKILL');
  }
}
