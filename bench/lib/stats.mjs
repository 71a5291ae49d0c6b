/** The middle value; of an even number of values the mean of the two in the middle. */
export function median(values) {
  if (values.length === 0) throw new Error('There is no median of nothing');
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * How two candidates of one run compare: the ratio of their medians, and how far the ratios of single rounds lie apart.
 * Value n of both was measured in round n, so that what disturbs the machine for a while disturbs both.
 */
export function compare(values, reference) {
  if (values.length !== reference.length) throw new Error('Both need a value for each round');
  const ratios = values.map((value, round) => value / reference[round]);
  return { ratio: median(values) / median(reference), low: Math.min(...ratios), high: Math.max(...ratios) };
}
