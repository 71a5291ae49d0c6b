import { median } from './stats.mjs';

/**
 * @typedef Candidate
 * @property id its name in the results
 * @property label what the table calls it
 * @property start resolves to `{ run(ms, meter), stop(), server }`
 */

async function start(candidate) {
  try {
    return {
      ...candidate,
      ...(await candidate.start()),
      values: [],
      micros: [],
      loadMicros: [],
      busy: [],
      loadBusy: [],
    };
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

/** By calls as well as by time: code is compiled only after it has run often enough. */
async function warmUp(entry, { ms, calls, mostMs }) {
  const end = performance.now() + mostMs;
  let done = 0;
  do done += (await entry.run(ms)).calls;
  while (done < calls && performance.now() < end);
}

function ownSeconds() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

async function round(entry, roundMs) {
  const meter = () => ({ server: entry.server.cpuSeconds, load: ownSeconds() });
  const { calls, ms, perSecond, used } = await entry.run(roundMs, meter);
  if (calls === 0) throw new Error(`No answer within ${roundMs} ms`);
  entry.values.push(perSecond);
  entry.loadMicros.push((used.load * 1e6) / calls);
  entry.loadBusy.push((used.load * 1000) / ms);
  if (!Number.isFinite(used.server)) return;
  entry.micros.push((used.server * 1e6) / calls);
  entry.busy.push((used.server * 1000) / ms);
}

const middle = (values) => (values.length === 0 ? undefined : median(values));

function resultOf({ id, label, kind, values, micros, loadMicros, busy, loadBusy, failure }) {
  if (failure) return { id, label, kind, failure: failure.message };
  const load = { loadBusy: middle(loadBusy), loadMicros: middle(loadMicros) };
  return { id, label, kind, values, ...(micros.length > 0 && { micros, busy: middle(busy) }), ...load };
}

/**
 * Measures candidates in turns, A B C A B C …, so that a slow moment of the machine hits them alike.
 *
 * @returns for each candidate `{ id, label, failure }`, or `{ id, label, values, micros, busy, loadBusy, loadMicros }`: calls
 *   per second and the server's processor time for a call in each round; the shares of a core that server and load have
 *   used, and the load's processor time for a call
 */
export async function interleave(candidates, { rounds, roundMs, warmUp: preparation }) {
  const entries = [];
  for (const candidate of candidates) entries.push(await start(candidate));
  try {
    for (const entry of entries) await attempt(entry, () => warmUp(entry, entry.warmUp ?? preparation));
    for (let count = 0; count < rounds; count += 1) {
      for (const entry of entries) await attempt(entry, () => round(entry, roundMs));
    }
  } finally {
    await Promise.all(entries.map((entry) => entry.stop?.()));
  }
  return entries.map(resultOf);
}
