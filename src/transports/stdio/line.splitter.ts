const NEWLINE = 10;

export interface LineSink {
  line(bytes: Buffer): void;
  /** A line longer than the limit has ended; it was thrown away. */
  oversized(): void;
  /** So much came without an end of line that no end is to be expected. */
  endless(): void;
}

/** Cuts a stream of bytes into lines without ever holding more than `maxBytes` of one. */
export class LineSplitter {
  private held: Buffer[] = [];
  private length = 0;

  constructor(
    private readonly sink: LineSink,
    private readonly maxBytes: number,
    private readonly endlessBytes: number,
  ) {}

  push(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      this.hold(chunk.subarray(start, end));
      this.endLine();
      start = end + 1;
    }
    this.hold(chunk.subarray(start));
    if (this.length > this.endlessBytes) this.sink.endless();
  }

  private hold(part: Buffer): void {
    this.length += part.length;
    if (this.length <= this.maxBytes) this.held.push(part);
    else this.held = [];
  }

  private endLine(): void {
    const oversized = this.length > this.maxBytes;
    const line = Buffer.concat(this.held);
    this.held = [];
    this.length = 0;
    if (oversized) this.sink.oversized();
    else this.sink.line(line);
  }
}
