import { figure, times } from './words.mjs';

const WIDTH = 840;
const LABELS = 310;
const FIGURES = 150;
const BARS = WIDTH - LABELS - FIGURES;
const ROW = 27;
const BAR = 19;
const HEADLINE = 58;
const GAP = 22;
const PADDING = 16;

const STYLE = `
  .ground { fill: #ffffff }
  text { font: 13px system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif; fill: #1f2328 }
  .title { font-size: 15px; font-weight: 600 }
  .note { font-size: 11.5px; fill: #59636e }
  .ours { font-weight: 600 }
  .axis { stroke: #59636e; stroke-width: 1 }
  .product { fill: #0969da } .rival, .limit { fill: #b7bfc8 }
  @media (prefers-color-scheme: dark) {
    .ground { fill: #0d1117 }
    text { fill: #f0f6fc } .note { fill: #9198a1 }
    .axis { stroke: #9198a1 }
    .product { fill: #4493f8 } .rival, .limit { fill: #59636e }
  }`;

const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const isTime = ({ unit }) => unit === 'ms' || unit === 'KiB' || unit === 'MiB';

/** The length of a bar: what the ratios are computed from, so that bars and ratios agree. */
function lengthOf({ median, medianMicros }, { measure }) {
  return measure === 'processor' ? 1e6 / medianMicros : median;
}

function subtitle(table, reference) {
  const { unit, measure } = table;
  const [counted] = unit.split('/');
  const what = measure === 'processor' ? `${counted} per second of the server’s processor time` : unit;
  const direction = isTime(table) ? 'shorter is better' : 'longer is better';
  return `${what}; ${direction}${reference === undefined ? '' : `; × ${reference}`}`;
}

/** What the ratios are to, where that is the same for all. */
function referenceOf({ rows }) {
  const references = [...new Set(rows.flatMap(({ against }) => against ?? []))];
  if (references.length !== 1) return 'the row that each is compared with';
  return rows.find(({ id }) => id === references[0])?.label ?? `the ${references[0]}`;
}

function bar(row, y, { table, longest }) {
  const { label, kind, ratio, failure } = row;
  const middle = y + ROW / 2 + 4.5;
  const emphasis = kind === 'product' ? 'ours' : '';
  const name = `<text x="${LABELS - 10}" y="${middle}" text-anchor="end" class="${emphasis}">${escape(label)}</text>`;
  if (failure !== undefined) return `${name}<text x="${LABELS + 6}" y="${middle}" class="note">failed</text>`;
  const length = lengthOf(row, table);
  const width = Math.max(2, (length / longest) * BARS);
  const end = (LABELS + width + 8).toFixed(1);
  const says = ratio === undefined ? '' : `<tspan class="${emphasis}">${times(ratio)}</tspan> `;
  return [
    name,
    `<rect x="${LABELS}" y="${y + (ROW - BAR) / 2}" width="${width.toFixed(1)}" height="${BAR}" class="${kind}"/>`,
    `<text x="${end}" y="${middle}">${says}<tspan class="note">(${figure(length)})</tspan></text>`,
  ].join('');
}

/** A step of 1, 2 or 5 that divides the scale into three to seven parts. */
function stepOf(longest) {
  const power = 10 ** Math.floor(Math.log10(longest));
  return [power / 5, power / 2, power, 2 * power].find((step) => longest / step <= 6);
}

/** The scale of a panel, below its bars. */
function scale(y, longest) {
  const lines = [`<line x1="${LABELS}" x2="${LABELS + BARS}" y1="${y}" y2="${y}" class="axis"/>`];
  const step = stepOf(longest);
  for (let value = step; value <= longest; value += step) {
    const x = (LABELS + (value / longest) * BARS).toFixed(1);
    lines.push(`<line x1="${x}" x2="${x}" y1="${y}" y2="${y + 4}" class="axis"/>`);
    lines.push(`<text x="${x}" y="${y + 17}" text-anchor="middle" class="note">${figure(value)}</text>`);
  }
  return lines;
}

function mention(table, hidden) {
  if (hidden.length === 0) return '';
  const each = hidden.map((row) => {
    const ratio = row.ratio === undefined ? '' : ` (${times(row.ratio)})`;
    return `${row.label}, ${figure(lengthOf(row, table))}${ratio}`;
  });
  return `Not drawn: ${each.join('; ')}`;
}

/** Failed rows come last. */
function bestFirst(table) {
  const place = (row) => {
    if (row.failure !== undefined) return Infinity;
    return isTime(table) ? lengthOf(row, table) : -lengthOf(row, table);
  };
  return (a, b) => (place(a) === place(b) ? 0 : place(a) - place(b));
}

/** One table: a title, bars on one scale, the best first, and what is off the scale in a note. */
function panel(table, top) {
  const { title, rows, offScale = [] } = table;
  const isHidden = ({ id, failure }) => offScale.includes(id) && failure === undefined;
  const hidden = rows.filter(isHidden);
  const drawn = rows.filter((row) => !isHidden(row));
  const lengths = drawn.filter(({ failure }) => failure === undefined).map((row) => lengthOf(row, table));
  const longest = Math.max(...lengths, Number.MIN_VALUE);
  drawn.sort(bestFirst(table));
  const height = drawn.length * ROW;
  const y = top + HEADLINE;
  const note = mention(table, hidden);
  const parts = [
    `<text x="0" y="${top + 20}" class="title">${escape(title)}</text>`,
    `<text x="0" y="${top + 40}" class="note">${escape(subtitle(table, referenceOf(table)))}</text>`,
    ...(lengths.length > 0 ? scale(y + height, longest) : []),
    ...drawn.map((row, index) => bar(row, y + index * ROW, { table, longest })),
    `<line x1="${LABELS}" x2="${LABELS}" y1="${y}" y2="${y + height}" class="axis"/>`,
    ...(note ? [`<text x="0" y="${y + height + 36}" class="note">${escape(note)}</text>`] : []),
  ];
  return { parts, bottom: y + height + (note ? 40 : 20) };
}

/** Bars for each table, readable on light and on dark ground. */
export function chart({ quick, tables, serverNode, machine: { date, cpu, node } }) {
  const parts = [];
  let y = 0;
  for (const table of tables) {
    const drawn = panel(table, y);
    parts.push(...drawn.parts);
    y = drawn.bottom + GAP;
  }
  const run = `${date}, Node ${serverNode ?? node}, ${cpu}${quick ? ', quick run' : ''}`;
  parts.push(`<text x="0" y="${y + 4}" class="note">${escape(run)}</text>`);
  const box = [-PADDING, -PADDING / 2, WIDTH + 2 * PADDING, y + 14 + PADDING];
  const [left, top, width, height] = box;
  const head = `viewBox="${box.join(' ')}" width="${width}" height="${height}" role="img"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${head}>`,
    `<title>${escape(tables.map(({ title }) => title).join('; '))}</title>`,
    `<style>${STYLE}\n</style>`,
    // A ground of its own: what shows the picture may be dark where the reader's system is light, and the other way round.
    `<rect x="${left}" y="${top}" width="${width}" height="${height}" rx="6" class="ground"/>`,
    ...parts,
    '</svg>\n',
  ].join('\n');
}
