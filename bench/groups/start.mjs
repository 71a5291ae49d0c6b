import { checkMessage } from '../lib/answer.checker.mjs';
import { LineSplitter } from '../lib/load/line.splitter.mjs';
import { chosen } from '../lib/profiles.mjs';
import { FIRST_ID, initialize, messageOf } from '../lib/requests.mjs';
import { ServerProcess } from '../lib/server.process.mjs';
import { tabulate, target } from '../lib/table.mjs';
import { STARTS } from './start.candidates.mjs';

const PATIENCE_MS = 20_000;
const LINE = `${messageOf(initialize)(FIRST_ID)}\n`;

/** From the spawn to the first answer, which has to be right: milliseconds, and microseconds of processor time. */
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
        const [ms, seconds] = [performance.now() - startedAt, server.cpuSeconds];
        checkMessage(JSON.parse(line), FIRST_ID, initialize);
        resolve({ ms, micros: seconds && seconds * 1e6 });
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
  const entries = candidates.map((candidate) => ({ ...candidate, values: [], micros: [] }));
  // The first round fills the caches of the file system, and is not counted.
  for (let round = -1; round < spawns; round += 1) {
    for (const entry of entries.filter(({ failure }) => failure === undefined)) {
      try {
        const { ms, micros } = await spawnOnce(entry.command);
        if (round < 0) continue;
        entry.values.push(ms);
        if (micros !== undefined) entry.micros.push(micros);
      } catch (error) {
        entry.failure = error.message;
      }
    }
  }
  return entries.map((entry) => ({ ...entry, micros: entry.micros.length > 0 ? entry.micros : undefined }));
}

/** How long a client waits that starts its server itself. */
export async function start(profile) {
  const [tables, targets] = [[], []];
  for (const { id, title, target: aim, candidates } of STARTS) {
    const rows = chosen(candidates, profile).map((candidate) => ({ ...candidate, against: aim.reference }));
    const results = await interleaveSpawns(rows, profile.spawns);
    const table = tabulate({ id, title, unit: 'ms', measure: 'elapsed' }, rows, results);
    tables.push(table);
    targets.push(target(aim.name, table, aim.product, aim.reference, 'at most', aim.limit));
  }
  return { tables, targets };
}
