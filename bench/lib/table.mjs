import { allRatios, figuresOf, measureOf, reasonOf } from './measure.mjs';
import { compare, median } from './stats.mjs';

function rowOf({ id, label, kind, against }, { values, micros, busy, loadBusy, loadMicros, failure }) {
  const head = { id, label, kind, against };
  if (failure !== undefined) return { ...head, failure };
  const processor = micros && { leastMicros: Math.min(...micros), medianMicros: median(micros) };
  return { ...head, median: median(values), ...processor, busy, loadBusy, loadMicros, values, micros };
}

/**
 * The rows of a table, each as a ratio to the row it is compared with.
 *
 * @param head `id`, `title`, `unit`; `measure` where it does not follow from the results; `offScale`, the ids of rows that
 *   the chart only mentions
 */
export function tabulate(head, candidates, results) {
  const byId = new Map(results.map((result) => [result.id, result]));
  const rows = candidates.map((candidate) => rowOf(candidate, byId.get(candidate.id)));
  const measure = head.measure ?? measureOf(rows);
  const reason = head.measure
    ? undefined
    : reasonOf(
        measure,
        rows.filter(({ values }) => values),
      );
  for (const row of rows) {
    const reference = rows.find(({ id, values }) => id === row.against && values);
    if (row.values && reference) Object.assign(row, compareBy(measure, row, reference));
  }
  return { ...head, measure, reason, rows };
}

const compareBy = (measure, row, reference) => compare(figuresOf(row, measure), figuresOf(reference, measure));

const RULES = {
  'at least': (ratio, limit) => ratio >= limit,
  /** Worth knowing, and no promise. */
  stretch: (ratio, limit) => ratio >= limit,
  'at most': (ratio, limit) => ratio <= limit,
  /** The cost of a call may be larger by this share. */
  'costs at most': (ratio, limit) => 1 / ratio <= 1 + limit,
};

function found(table, id) {
  return table.rows.find((row) => row.id === id && row.values);
}

/** The ratio of one row of a table to another; undefined where one of them has failed. */
function ratioOf(table, id, against) {
  const [row, reference] = [found(table, id), found(table, against)];
  if (!row || !reference) return undefined;
  const ratios = allRatios(row, reference, table.unit === 'ms');
  return { ...compareBy(table.measure, row, reference), measure: table.measure, unit: table.unit, ratios };
}

/** A target: the ratio of one row of a table to another. It is not met where one of them has failed. */
export function target(name, table, id, against, rule, limit) {
  const comparison = ratioOf(table, id, against);
  return { name, rule, limit, ...comparison, isMet: comparison !== undefined && RULES[rule](comparison.ratio, limit) };
}

/** A ratio without a target. */
export function information(name, table, id, against) {
  return { name, rule: 'information', ...ratioOf(table, id, against) };
}

/** A target for a single figure; there is no figure where the candidate has failed. */
export function measured(name, ratio, rule, limit, note) {
  if (ratio === undefined) return { name, rule, limit, note, isMet: false };
  return { name, rule, limit, ratio, low: ratio, high: ratio, note, isMet: RULES[rule](ratio, limit) };
}

/** The id of the fastest row of some, by what the table is compared by. */
export function fastest(results, ids) {
  const measure = measureOf(results);
  const rows = results.filter(({ id, values }) => ids.includes(id) && values);
  const figure = (row) => median(figuresOf(row, measure));
  return rows.sort((a, b) => figure(b) - figure(a))[0]?.id;
}
