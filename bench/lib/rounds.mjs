import { median } from './stats.mjs';

/**
 * @typedef Candidate
 * @property id its name in the results
 * @property label what the table calls it
 * @property start resolves to `{ run(ms), stop(), server }`
 */

async function start(candidate) {
  try {
    return { ...candidate, ...(await candidate.start()), values: [], busy: [], loadBusy: [], micros: [] };
  } catch (error) {
    return { ...candidate, failure: error };
  }
}

async function attempt(entry, action) {
  if (entry.failure) return;
  try {
    await action(entry);
  } catch (error) {
    const log = entry.server?.log;
    entry.failure = log ? new Error(`${error.message}\n${log}`, { cause: error }) : error;
  }
}

/** By calls as well as by time: code is not compiled to its end before it has run often enough. */
async function warmUp(entry, { ms, calls, mostMs }) {
  const end = performance.now() + mostMs;
  let done = 0;
  do done += (await entry.run(ms)).calls;
  while (done < calls && performance.now() < end);
}

async function round(entry, ms) {
  const before = entry.server.cpuSeconds;
  const load = process.cpuUsage();
  const startedAt = performance.now();
  const { calls, perSecond } = await entry.run(ms);
  const seconds = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(load);
  entry.values.push(perSecond);
  entry.loadBusy.push((user + system) / 1e6 / seconds);
  if (before === undefined) return;
  const used = entry.server.cpuSeconds - before;
  entry.busy.push(used / seconds);
  entry.micros.push((used * 1e6) / calls);
}

/**
 * Measures candidates in turns, A B C A B C …, so that a slow moment of the machine hits them alike.
 *
 * @returns for each candidate `{ id, label, failure }`, or `{ id, label, values, busy, loadBusy, micros }`: calls per second
 *   in each round, the shares of a core that server and load have used, and the server's processor time for a call
 */
export async function interleave(candidates, { rounds, roundMs, warmUp: preparation }) {
  const entries = [];
  for (const candidate of candidates) entries.push(await start(candidate));
  try {
    for (const entry of entries) await attempt(entry, () => warmUp(entry, preparation));
    for (let count = 0; count < rounds; count += 1) {
      for (const entry of entries) await attempt(entry, () => round(entry, roundMs));
    }
  } finally {
    await Promise.all(entries.map((entry) => entry.stop?.()));
  }
  return entries.map(({ id, label, kind, values, busy, loadBusy, micros, failure }) =>
    failure
      ? { id, label, kind, failure: failure.message }
      : { id, label, kind, values, busy: middle(busy), loadBusy: middle(loadBusy), micros: middle(micros) },
  );
}

const middle = (values) => (values.length === 0 ? undefined : median(values));
