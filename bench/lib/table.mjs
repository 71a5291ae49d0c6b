import { compare, median } from './stats.mjs';

/** What is compared with what: the rows of a table, each as a ratio to the row it stands against. */
export function tabulate({ id, title, unit }, candidates, results) {
  const byId = new Map(results.map((result) => [result.id, result]));
  const rows = candidates.map(({ id: name, label, kind, against }) => {
    const { values, busy, loadBusy, micros, failure } = byId.get(name);
    if (failure !== undefined) return { id: name, label, kind, against, failure };
    const reference = byId.get(against)?.values;
    return {
      ...{ id: name, label, kind, against },
      ...(reference && compare(values, reference)),
      ...{ median: median(values), values, busy, loadBusy, micros },
    };
  });
  return { id, title, unit, rows };
}

const RULES = {
  'at least': (ratio, limit) => ratio >= limit,
  'at most': (ratio, limit) => ratio <= limit,
  within: (ratio, limit) => Math.abs(ratio - 1) <= limit,
};

/** A ratio that is aimed at: that of one row of a table to another. It is not met where one of them has failed. */
export function target(name, table, id, against, rule, limit) {
  const find = (wanted) => table.rows.find((row) => row.id === wanted && row.values);
  const [row, reference] = [find(id), find(against)];
  if (!row || !reference) return { name, rule, limit, isMet: false };
  const comparison = compare(row.values, reference.values);
  return { name, rule, limit, ...comparison, isMet: RULES[rule](comparison.ratio, limit) };
}

/** A figure that is aimed at; there is none where the candidate has failed. */
export function measured(name, ratio, rule, limit, note) {
  if (ratio === undefined) return { name, rule, limit, note, isMet: false };
  return { name, rule, limit, ratio, low: ratio, high: ratio, note, isMet: RULES[rule](ratio, limit) };
}

/** The id of the fastest row of some. */
export function fastest(table, ids) {
  const rows = table.rows.filter(({ id, values }) => ids.includes(id) && values);
  return rows.sort((a, b) => b.median - a.median)[0]?.id;
}
