/** How figures and targets read, in the terminal and on the page. */
export const figure = (value) =>
  value.toLocaleString('en', { maximumFractionDigits: value >= 100 ? 0 : 1, minimumFractionDigits: 0 });

export const times = (ratio) => `${ratio >= 10 ? ratio.toFixed(1) : ratio.toFixed(2)} ×`;

export const percent = (share) => (share === undefined ? '' : `${Math.round(share * 100)} %`);

export const spread = ({ ratio, low, high }) => (ratio === undefined ? '' : `${low.toFixed(2)}–${high.toFixed(2)}`);

/** What a ratio was computed from. */
export function basis({ measure, unit, note }) {
  if (measure === 'processor') return 'CPU per call';
  return measure === 'elapsed' ? (unit ?? '') : (note ?? '');
}

/** The target in words. */
export function goal({ rule, limit, note }) {
  const unit = note === 'KiB' ? ' KiB' : ' ×';
  switch (rule) {
    case 'information':
      return '–';
    case 'stretch':
      return `stretch ${limit}${unit}`;
    case 'costs at most':
      return `≤ ${limit * 100} % more`;
    case 'within':
      return `within ${limit * 100} %`;
    default:
      return `${rule === 'at least' ? '≥' : '≤'} ${limit}${unit}`;
  }
}

export function result({ ratio, note }) {
  if (ratio === undefined) return 'failed';
  return note === 'KiB' ? `${figure(ratio)} KiB` : times(ratio);
}

/** Whether the target is met. */
export function verdict({ rule, skipped, isMet }) {
  if (skipped) return 'skipped';
  if (rule === 'information') return '';
  if (rule === 'stretch') return isMet ? 'reached' : 'not reached';
  return isMet ? 'met' : 'NOT MET';
}
