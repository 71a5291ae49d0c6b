const LINE_END = 0x0a;
const NOTHING = Buffer.alloc(0);

/** Gives the whole lines of a byte stream, without their ends. */
export class LineSplitter {
  #rest = NOTHING;
  #onLine;

  constructor(onLine) {
    this.#onLine = onLine;
  }

  push(chunk) {
    const bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk;
    let start = 0;
    for (let end = bytes.indexOf(LINE_END); end >= 0; end = bytes.indexOf(LINE_END, start)) {
      this.#onLine(bytes.utf8Slice(start, end));
      start = end + 1;
    }
    this.#rest = bytes.subarray(start);
  }
}
