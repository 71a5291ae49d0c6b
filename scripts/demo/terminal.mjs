/** Colour for people only: not in files and pipes, and not where NO_COLOR asks for none (https://no-color.org). */
const { NO_COLOR, TERM } = process.env;
const colourful = process.stdout.isTTY === true && !NO_COLOR && TERM !== 'dumb';

const paint = (code) => (text) => (colourful ? `\u001b[${code}m${text}\u001b[0m` : text);

export const bold = paint(1);
export const dim = paint(2);
export const red = paint(31);
export const green = paint(32);
export const cyan = paint(36);

const WIDTH = Math.max(60, Math.min(process.stdout.columns ?? 120, 120));

export function print(line = '') {
  process.stdout.write(`${line}\n`);
}

/** The text on one line, cut to what is left of the terminal after `taken` characters. */
export function fit(text, taken) {
  const line = text.replace(/\s+/g, ' ').trim();
  const room = WIDTH - taken;
  return line.length > room ? `${line.slice(0, room - 1)}…` : line;
}

/** Rows in columns as wide as their widest cell. The first row is the heading; `paints` colours a cell once padded. */
export function table(rows, { centred = [], right = [], colour = (text) => text }) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  rows.forEach((row, index) => {
    const cells = row.map((cell, column) => {
      const gap = widths[column] - cell.length;
      const before = right.includes(column) ? gap : centred.includes(column) ? Math.floor(gap / 2) : 0;
      return colour(' '.repeat(before) + cell + ' '.repeat(gap - before), cell);
    });
    print(index === 0 ? dim(cells.join('  ')) : cells.join('  '));
  });
}
