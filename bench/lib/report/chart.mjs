import { figure, times } from './terminal.mjs';

const WIDTH = 780;
const LABELS = 280;
const FIGURES = 150;
const BARS = WIDTH - LABELS - FIGURES;
const ROW = 24;
const BAR = 14;
const TITLE = 40;

const STYLE = `
  text { font: 13px system-ui, sans-serif; fill: #24292f }
  .title { font-weight: 600 }
  .note { font-size: 11px; fill: #57606a }
  .product { fill: #0969da } .rival { fill: #8c959f } .limit { fill: #d0d7de }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .note { fill: #9198a1 }
    .product { fill: #4493f8 } .rival { fill: #656c76 } .limit { fill: #3d444d }
  }`;

const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function bar({ label, kind, median, ratio, failure }, y, longest) {
  const middle = y + ROW / 2 + 4;
  const name = `<text x="${LABELS - 10}" y="${middle}" text-anchor="end">${escape(label)}</text>`;
  if (failure !== undefined) return `${name}<text x="${LABELS}" y="${middle}" class="note">failed</text>`;
  const width = Math.max(2, (median / longest) * BARS).toFixed(1);
  const says = ratio === undefined ? '' : times(ratio);
  return [
    name,
    `<rect x="${LABELS}" y="${y + (ROW - BAR) / 2}" width="${width}" height="${BAR}" rx="2" class="${kind}"/>`,
    `<text x="${(LABELS + Number(width) + 8).toFixed(1)}" y="${middle}">${says} <tspan class="note">${figure(median)}</tspan></text>`,
  ].join('');
}

/** Says what the ratios are to, where that is the same for all. */
function headline(title, unit, rows) {
  const references = [...new Set(rows.flatMap(({ against }) => against ?? []))];
  const reference = rows.find(({ id }) => id === references[0])?.label ?? references[0];
  return `${title}: ${unit}${references.length === 1 ? `, and the ratio to ${reference}` : ''}`;
}

/** Bars for each table, with the ratios as text, readable on light and dark ground. */
export function chart({ tables, machine: { date, cpu, node } }) {
  let y = 0;
  const parts = [];
  for (const { title, unit, rows } of tables) {
    const longest = Math.max(...rows.map(({ median = 0 }) => median));
    parts.push(`<text x="0" y="${y + 26}" class="title">${escape(headline(title, unit, rows))}</text>`);
    y += TITLE;
    for (const row of rows) {
      parts.push(bar(row, y, longest));
      y += ROW;
    }
    y += 8;
  }
  parts.push(`<text x="0" y="${y + 16}" class="note">${escape(`${date}, Node ${node}, ${cpu}`)}</text>`);
  const height = y + 26;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img">`,
    `<title>${escape(tables.map(({ title }) => title).join('; '))}</title>`,
    `<style>${STYLE}\n</style>`,
    ...parts,
    '</svg>\n',
  ].join('\n');
}
