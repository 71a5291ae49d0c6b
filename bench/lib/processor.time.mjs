import { readdirSync, readFileSync } from 'node:fs';

const NANOSECONDS = 1e9;
const TICKS_PER_SECOND = 100;

/** To the nanosecond, of all threads that are alive: a server ends none while it serves. */
function ofThreads(pid) {
  const folder = `/proc/${pid}/task`;
  const used = readdirSync(folder).map((thread) =>
    Number(readFileSync(`${folder}/${thread}/schedstat`, 'utf8').split(' ')[0]),
  );
  return used.reduce((sum, nanoseconds) => sum + nanoseconds, 0) / NANOSECONDS;
}

/** To a hundredth of a second, where the system keeps no better count. */
function inTicks(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** Seconds of processor time that a process has used so far; undefined on systems without `/proc`. */
export function processorSeconds(pid) {
  for (const read of [ofThreads, inTicks]) {
    try {
      return read(pid);
    } catch {
      // The next one is coarser, and then there is none.
    }
  }
  return undefined;
}
