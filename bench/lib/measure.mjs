import { median } from './stats.mjs';

/** Below this share of its core a server has waited: for the load, or for a machine with other work to do. */
const SATURATED = 0.95;

const LOAD_LIMIT = 0.9;

/**
 * What the rows of one table are compared by. `elapsed`: by what the unit says. `processor`: by the server's processor time
 * per call, because at least one server has not had its core to itself all the time.
 */
export function measureOf(results) {
  const measured = results.filter(({ values }) => values);
  if (measured.length === 0 || measured.some(({ micros }) => micros === undefined)) return 'elapsed';
  return measured.every(({ busy }) => busy >= SATURATED) ? 'elapsed' : 'processor';
}

/** Why processor time was used, by the labels of the rows that were not saturated. */
export function reasonOf(measure, rows) {
  if (measure === 'elapsed') return undefined;
  const waiting = rows.filter(({ busy }) => busy < SATURATED);
  const limited = waiting.filter(({ loadBusy }) => loadBusy >= LOAD_LIMIT);
  if (limited.length > 0) return `the load was the limit of ${limited.map(({ label }) => label).join('; ')}`;
  return `${waiting.length} of ${rows.length} servers did not use their core all the time`;
}

/** The figures of each round by a measure; processor time as calls per second of it, so that more is better in both. */
export function figuresOf({ values, micros }, measure) {
  return measure === 'elapsed' ? values : micros?.map((each) => 1e6 / each);
}

/** Ratios of two rows by every measure there is, for the reader who prefers another one. */
export function allRatios(row, reference, isTime = false) {
  const elapsed = median(row.values) / median(reference.values);
  if (!row.micros || !reference.micros) return { elapsed };
  // Of figures that are times, a smaller one is better; of calls per second, a larger one.
  const ratio = (figure) => (isTime ? figure(row) / figure(reference) : figure(reference) / figure(row));
  return {
    elapsed,
    processor: ratio(({ micros }) => median(micros)),
    leastProcessor: ratio(({ micros }) => Math.min(...micros)),
  };
}
