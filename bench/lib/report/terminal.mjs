const print = (line = '') => process.stdout.write(`${line}\n`);

export const figure = (value) =>
  value.toLocaleString('en', { maximumFractionDigits: value >= 100 ? 0 : 1, minimumFractionDigits: 0 });

export const times = (ratio) => `${ratio >= 10 ? ratio.toFixed(1) : ratio.toFixed(2)} ×`;

function columns(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  for (const row of rows) {
    print(row.map((cell, index) => (index === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[index]))).join('  '));
  }
}

const percent = (share) => (share === undefined ? '' : `${Math.round(share * 100)} %`);

function cells({ label, median, ratio, low, high, busy, loadBusy, micros, failure }) {
  if (failure !== undefined) return [label, 'FAILED', '', '', '', '', ''];
  const spread = ratio === undefined ? '' : `${low.toFixed(2)}–${high.toFixed(2)}`;
  return [
    label,
    figure(median),
    ratio === undefined ? '' : times(ratio),
    spread,
    percent(busy),
    percent(loadBusy),
    micros === undefined ? '' : figure(micros),
  ];
}

export function printTable({ title, unit, rows }) {
  print(`\n${title}`);
  columns([['', unit, 'ratio', 'rounds', 'server', 'load', 'CPU µs'], ...rows.map(cells)]);
  for (const { label, failure } of rows) if (failure !== undefined) print(`\n${label}: ${failure}`);
}

function goal({ rule, limit, note = '' }) {
  const unit = note === 'KiB' ? ' KiB' : '';
  return rule === 'within' ? `within ${limit * 100} %` : `${rule} ${limit}${unit}`;
}

export function printTargets(targets) {
  print('\nTargets');
  columns([
    ['', 'ratio', 'rounds', 'target', ''],
    ...targets.map((target) => [
      target.name,
      target.ratio === undefined ? 'failed' : target.ratio.toFixed(2),
      target.ratio === undefined ? '' : `${target.low.toFixed(2)}–${target.high.toFixed(2)}`,
      goal(target),
      target.isMet ? 'met' : 'NOT MET',
    ]),
  ]);
}

export { print };
