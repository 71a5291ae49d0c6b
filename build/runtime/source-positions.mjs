const DIGITS = new Uint8Array(128);
[...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].forEach((digit, value) => {
  DIGITS[digit.charCodeAt(0)] = value;
});

const [COMMA, SEMICOLON] = [44, 59];
/** Numbers kept of a mapping: column, source, line and column there. */
const WIDTH = 4;

/** Reads the mappings of a source map (ECMA-426, section 9) into numbers alone: Node's own class takes ten times the memory. */
export class SourcePositions {
  /** @param map a source map, parsed */
  constructor({ sources, mappings }) {
    this.sources = sources;
    this.starts = [0];
    const numbers = [];
    const state = [0, 0, 0, 0, 0];
    let field = 0;
    let value = 0;
    let shift = 0;
    for (let index = 0; index <= mappings.length; index += 1) {
      const code = index < mappings.length ? mappings.charCodeAt(index) : SEMICOLON;
      if (code !== COMMA && code !== SEMICOLON) {
        const digit = DIGITS[code];
        value += (digit & 31) << shift;
        shift += 5;
        if (digit & 32) continue;
        state[field] += value & 1 ? -(value >> 1) : value >> 1;
        [field, value, shift] = [field + 1, 0, 0];
        continue;
      }
      if (field >= WIDTH) numbers.push(state[0], state[1], state[2], state[3]);
      field = 0;
      if (code === COMMA) continue;
      this.starts.push(numbers.length / WIDTH);
      state[0] = 0;
    }
    this.numbers = Int32Array.from(numbers);
  }

  /**
   * @param line from 1
   * @param column from 1
   * @returns the place in a source, counted from 1 as well, if there is one
   */
  find(line, column) {
    let [low, high] = [this.starts[line - 1], this.starts[line]];
    const first = low;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.numbers[middle * WIDTH] < column) low = middle + 1;
      else high = middle;
    }
    if (first === undefined || low === first) return undefined;
    const [, source, sourceLine, sourceColumn] = this.numbers.subarray((low - 1) * WIDTH, low * WIDTH);
    return { source: this.sources[source], line: sourceLine + 1, column: sourceColumn + 1 };
  }
}
