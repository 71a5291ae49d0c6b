import { checkMessage } from '../lib/answer.checker.mjs';
import { LineSplitter } from '../lib/load/line.splitter.mjs';
import { FIRST_ID, initialize, messageOf } from '../lib/requests.mjs';
import { ServerProcess } from '../lib/server.process.mjs';
import { tabulate, target } from '../lib/table.mjs';
import { STARTS } from './start.candidates.mjs';

const PATIENCE_MS = 20_000;
const LINE = `${messageOf(initialize)(FIRST_ID)}\n`;

/** Milliseconds from the spawn to the first answer, which has to be right. */
async function spawnOnce(command) {
  const startedAt = performance.now();
  const server = ServerProcess.onStdio(command);
  server.child.stdin.on('error', () => undefined);
  server.child.stdin.write(LINE);
  let timer;
  try {
    return await new Promise((resolve, reject) => {
      timer = setTimeout(() => reject(new Error('It does not answer')), PATIENCE_MS);
      const answered = (line) => {
        const ms = performance.now() - startedAt;
        checkMessage(JSON.parse(line), FIRST_ID, initialize);
        resolve(ms);
      };
      const splitter = new LineSplitter(answered);
      server.child.stdout.on('data', (chunk) => {
        try {
          splitter.push(chunk);
        } catch (error) {
          reject(error);
        }
      });
      server.child.once('close', () => reject(new Error(`It has ended without an answer:\n${server.log}`)));
    });
  } finally {
    clearTimeout(timer);
    await server.stop();
  }
}

async function interleaveSpawns(candidates, spawns) {
  const entries = candidates.map((candidate) => ({ ...candidate, values: [] }));
  // The first round fills the caches of the file system, and is not counted.
  for (let round = -1; round < spawns; round += 1) {
    for (const entry of entries.filter(({ failure }) => failure === undefined)) {
      try {
        const ms = await spawnOnce(entry.command);
        if (round >= 0) entry.values.push(ms);
      } catch (error) {
        entry.failure = error.message;
      }
    }
  }
  return entries;
}

/** How long a client waits that starts its server itself. */
export async function start({ spawns }) {
  const [tables, targets] = [[], []];
  for (const { id, title, target: aim, candidates } of STARTS) {
    const rows = candidates.map((candidate) => ({ ...candidate, against: aim.reference }));
    const table = tabulate({ id, title, unit: 'ms' }, rows, await interleaveSpawns(rows, spawns));
    tables.push(table);
    targets.push(target(`${title}: of ${aim.reference}`, table, aim.product, aim.reference, 'at most', aim.limit));
  }
  return { tables, targets };
}
