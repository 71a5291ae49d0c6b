import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ServerProcess } from './server.process.mjs';

const PROBE = fileURLToPath(new URL('../servers/shared/memory.probe.mjs', import.meta.url));
const CHANNEL = ['ignore', 'ignore', 'pipe', 'ipc'];

const PAUSE_MS = 300;
const CLOSE = 0.005;

/** A server that can be asked for its memory. */
export const probed = (command) =>
  ServerProcess.listening({ ...command, flags: ['--expose-gc', '--import', PROBE] }, CHANNEL);

/** Resident bytes once they no longer change from one collection to the next, or after some samples at the latest. */
export async function settledMemory({ child }, mostSamples) {
  let last = Infinity;
  for (let sample = 0; ; sample += 1) {
    const answer = once(child, 'message');
    child.send('memory');
    const [{ rss, heapUsed }] = await answer;
    if (Math.abs(rss - last) < CLOSE * rss || sample >= mostSamples) return { rss, heapUsed };
    last = rss;
    await sleep(PAUSE_MS);
  }
}
