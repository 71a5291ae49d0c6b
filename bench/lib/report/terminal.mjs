import { basis, figure, goal, percent, result, spread, times, verdict } from './words.mjs';

const print = (line = '') => process.stdout.write(`${line}\n`);

function columns(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  for (const row of rows) {
    const cells = row.map((cell, index) => (index === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[index])));
    print(cells.join('  ').trimEnd());
  }
}

const number = (value) => (value === undefined ? '' : figure(value));

function cells(row) {
  const { label, median, ratio, busy, loadBusy, leastMicros, medianMicros, loadMicros, failure } = row;
  if (failure !== undefined) return [label, 'FAILED', '', '', '', '', '', '', ''];
  return [
    ...[label, figure(median), number(leastMicros), number(medianMicros)],
    ...[ratio === undefined ? '' : times(ratio), spread(row)],
    ...[percent(busy), percent(loadBusy), number(loadMicros)],
  ];
}

const HEAD = ['CPU µs min', 'median', 'ratio', 'rounds', 'server', 'load', 'load µs'];

function comparedBy({ measure, unit, reason }) {
  if (measure === undefined) return '';
  return measure === 'elapsed' ? `, compared by ${unit}` : `, compared by CPU per call: ${reason}`;
}

export function printTable(table) {
  const { title, unit, rows } = table;
  print(`\n${title}${comparedBy(table)}`);
  columns([['', unit, ...HEAD], ...rows.map(cells)]);
  for (const { label, failure } of rows) if (failure !== undefined) print(`\n${label}: ${failure}`);
}

export function printTargets(targets) {
  const measured = targets.filter(({ skipped }) => !skipped);
  print('\nTargets');
  columns([
    ['', 'ratio', 'rounds', 'by', 'elapsed', 'CPU', 'CPU min', 'target', ''],
    ...measured.map((target) => {
      const { elapsed, processor, leastProcessor } = target.ratios ?? {};
      const others = [elapsed, processor, leastProcessor].map((ratio) => ratio?.toFixed(2) ?? '');
      return [target.name, result(target), spread(target), basis(target), ...others, goal(target), verdict(target)];
    }),
  ]);
  for (const { name, skipped } of targets) if (skipped) print(`SKIPPED ${name}: ${skipped}`);
}

export { print };
