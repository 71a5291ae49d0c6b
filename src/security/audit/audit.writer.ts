import { type ChainEnd, link, START } from './audit.chain.js';
import type { AuditSink } from './audit.sinks.js';

/** So much waits to be written while the destination fails; what comes then is counted and left out. */
const MAX_WAITING_BYTES = 16 * 1024 * 1024;

const RETRY_MS = 1000;

/** Records that nobody waits for go out together with those of the next moment. */
const GATHER_MS = 20;

export interface AuditWriterOptions {
  readonly secret: string | undefined;
  readonly end?: ChainEnd;
  /** Written before the first record. */
  readonly mend?: string;
  /** Told when writing begins to fail. */
  readonly failed: (error: unknown) => void;
  /** Told when it works again, with the number of records that were left out. */
  readonly recovered: (lost: number) => void;
}

interface Line {
  readonly bytes: Buffer;
  readonly written?: () => void;
  readonly failed?: (error: unknown) => void;
  /** Told in either case. */
  settled?: (() => void)[];
}

/** Links records to a chain and writes them in order: those that come while a write is under way go out with the next. */
export class AuditWriter {
  private end: ChainEnd;
  private waiting: Line[] = [];
  private waitingBytes = 0;
  /** Bytes of the first waiting line that have been written already. */
  private begun = 0;
  private lost = 0;
  private error: Error | undefined;
  private writing: Promise<void> | undefined;
  private retry: NodeJS.Timeout | undefined;
  /** Ends the pause in which records are gathered. */
  private endPause: (() => void) | undefined;
  private isClosing = false;

  constructor(
    private readonly sink: AuditSink,
    private readonly options: AuditWriterOptions,
  ) {
    this.end = options.end ?? START;
    if (options.mend) this.push(Buffer.from(options.mend));
  }

  /** Whether the last write has failed. */
  get isFailing(): boolean {
    return this.error !== undefined;
  }

  /** Where the chain stands, records that wait included. */
  get chainEnd(): ChainEnd {
    return this.end;
  }

  /**
   * Takes a record.
   *
   * @param wait whether to resolve only when it has been written, and to reject when it could not be
   */
  append(members: Readonly<Record<string, unknown>>, wait: boolean): Promise<void> | undefined {
    if (this.waitingBytes > MAX_WAITING_BYTES) {
      this.lost += 1;
      return wait ? this.rejected() : undefined;
    }
    this.accountForLost();
    const bytes = this.linked(members);
    if (this.isFailing || !wait) {
      this.push(bytes);
      if (!this.isFailing) this.write();
      return wait ? this.rejected() : undefined;
    }
    return new Promise((written, failed) => {
      this.push(bytes, { written, failed });
      this.write();
    });
  }

  /** Resolves when what was taken so far has been written or could not be. */
  async flush(): Promise<void> {
    const last = this.waiting.at(-1);
    if (!last || (this.isFailing && !this.writing)) return;
    const settled = new Promise<void>((resolve) => (last.settled ??= []).push(resolve));
    this.write();
    this.endPause?.();
    await settled;
  }

  /** Writes what waits, and lets go of the destination. */
  async close(): Promise<void> {
    clearTimeout(this.retry);
    this.isClosing = true;
    this.accountForLost();
    await this.writing;
    if (this.waiting.length > 0) await this.drain();
    clearTimeout(this.retry);
    await this.sink.close();
  }

  /** Lines that could not be written. */
  get unwritten(): number {
    return this.waiting.length + this.lost;
  }

  private write(): void {
    this.writing ??= this.drain().finally(() => {
      this.writing = undefined;
      // It came after the last look.
      if (this.waiting.length > 0 && !this.isFailing && !this.isClosing) this.write();
    });
  }

  private async drain(): Promise<void> {
    try {
      while (this.waiting.length > 0) {
        if (!this.isHurried) await this.gather();
        if (await this.sink.refresh()) this.begun = 0;
        await this.writeWaiting();
      }
      this.succeed();
    } catch (error) {
      this.fail(error as Error);
    }
  }

  /** Somebody waits for the last record, or for the end. */
  private get isHurried(): boolean {
    const last = this.waiting.at(-1);
    return this.isClosing || last?.written !== undefined || last?.settled !== undefined;
  }

  private async gather(): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, GATHER_MS);
      this.endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.endPause = undefined;
  }

  private async writeWaiting(): Promise<void> {
    const bytes = Buffer.concat(this.waiting.map((line) => line.bytes));
    for (let offset = this.begun; offset < bytes.length;) {
      const written = await this.sink.write(bytes, offset);
      offset += written;
      this.advance(written);
    }
  }

  /** Lets go of the lines that are written whole. */
  private advance(written: number): void {
    this.begun += written;
    let count = 0;
    for (const line of this.waiting) {
      const { length } = line.bytes;
      if (this.begun < length) break;
      this.begun -= length;
      this.waitingBytes -= length;
      count += 1;
      line.written?.();
      settle(line);
    }
    this.waiting.splice(0, count);
  }

  private succeed(): void {
    if (!this.isFailing) return;
    this.error = undefined;
    const { lost } = this;
    this.accountForLost();
    this.options.recovered(lost);
    if (this.waiting.length > 0) setImmediate(() => this.write());
  }

  private rejected(): Promise<never> {
    return Promise.reject(this.error ?? new Error('The record could not be written'));
  }

  private fail(error: Error): void {
    const isNews = !this.isFailing;
    this.error = error;
    for (const line of this.waiting) {
      line.failed?.(error);
      settle(line);
    }
    if (isNews) this.options.failed(error);
    this.retry = setTimeout(() => this.write(), RETRY_MS).unref();
  }

  /** A record in the chain says how many are not in it. */
  private accountForLost(): void {
    if (this.lost === 0) return;
    const members = { event: 'lost', time: new Date().toISOString(), records: this.lost };
    this.lost = 0;
    this.push(this.linked(members));
  }

  private linked(members: Readonly<Record<string, unknown>>): Buffer {
    const { line, end } = link(members, this.end, this.options.secret);
    this.end = end;
    return Buffer.from(line);
  }

  private push(bytes: Buffer, listeners: Pick<Line, 'written' | 'failed'> = {}): void {
    this.waiting.push({ bytes, ...listeners });
    this.waitingBytes += bytes.length;
  }
}

function settle(line: Line): void {
  for (const told of line.settled ?? []) told();
  delete line.settled;
}
