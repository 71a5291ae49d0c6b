import { fragmentDigest, isIntact, readRecord, START, type ChainedRecord, type ChainEnd } from './audit.chain.js';

export interface VerifyOptions {
  /** Key of the chain, if it has one. */
  readonly secret?: string;
  /** The first record may follow one that is not there any more: older files have been deleted. */
  readonly continued?: boolean;
}

/** What is wrong with a line. */
export interface Fault {
  /** Counted from 1, over all chunks. */
  readonly line: number;
  readonly kind: 'edited' | 'removed' | 'reordered' | 'torn';
  readonly message: string;
}

export interface Verification {
  /** Records up to the first fault. */
  readonly records: number;
  readonly end: ChainEnd;
  /** Lines that a crash has cut off and a later record accounts for. */
  readonly torn: number;
  readonly fault?: Fault;
}

const NEWLINE = 10;

/**
 * Follows a chain from its first record to its last and stops at the first fault.
 *
 * @param chunks the bytes of the files, in the order in which they were written
 */
export async function verifyChain(
  chunks: AsyncIterable<Buffer> | Iterable<Buffer>,
  options: VerifyOptions = {},
): Promise<Verification> {
  const verifier = new ChainVerifier(options);
  for await (const [line, isWhole] of linesOf(chunks)) if (!verifier.take(line, isWhole)) break;
  return verifier.outcome();
}

async function* linesOf(chunks: AsyncIterable<Buffer> | Iterable<Buffer>): AsyncGenerator<[Buffer, boolean]> {
  let held: Buffer[] = [];
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      yield [Buffer.concat([...held, chunk.subarray(start, end)]), true];
      held = [];
      start = end + 1;
    }
    if (start < chunk.length) held.push(chunk.subarray(start));
  }
  if (held.length > 0) yield [Buffer.concat(held), false];
}

/** One walk along a chain. After a gap it looks on, to tell a record that is gone from one that stands elsewhere. */
class ChainVerifier {
  private end: ChainEnd = START;
  private lines = 0;
  private records = 0;
  private torn = 0;
  private fragment: Buffer | undefined;
  private gap: { readonly line: number; readonly from: number; readonly to: number } | undefined;
  private fault: Fault | undefined;

  constructor(private readonly options: VerifyOptions) {}

  /** @returns whether there is anything more to find out */
  take(bytes: Buffer, isWhole: boolean): boolean {
    this.lines += 1;
    const record = readRecord(bytes.toString());
    if (this.gap) return this.lookFor(record, this.gap);
    if (this.fragment) return this.accountFor(this.fragment, record);
    if (!record) return this.holdFragment(bytes, isWhole);
    return this.follow(record);
  }

  outcome(): Verification {
    const { records, end, torn } = this;
    const fault = this.fault ?? this.openFault();
    return { records, end, torn, ...(fault && { fault }) };
  }

  private openFault(): Fault | undefined {
    if (this.gap) {
      const { line, from, to } = this.gap;
      const missing = from === to ? `Record ${from} is` : `Records ${from} to ${to} are`;
      return { line, kind: 'removed', message: `${missing} missing before this line` };
    }
    if (!this.fragment) return undefined;
    return { line: this.lines, kind: 'torn', message: 'The line is cut off and nothing follows it' };
  }

  /** A line that is no record was cut off by a crash, if the next record says so. */
  private holdFragment(bytes: Buffer, isWhole: boolean): boolean {
    this.fragment = bytes;
    return isWhole;
  }

  private accountFor(fragment: Buffer, record: ChainedRecord | undefined): boolean {
    const accounts = record?.['event'] === 'torn' && record['sha256'] === fragmentDigest(fragment);
    if (!record || !accounts) return this.fail('edited', 'The line is no record', this.lines - 1);
    this.fragment = undefined;
    this.torn += 1;
    return this.follow(record);
  }

  private follow(record: ChainedRecord): boolean {
    const { seq, prev, hash } = record;
    const isFirst = this.records === 0;
    if (!isIntact(record, this.options.secret)) {
      const hint = isFirst ? ', or its chain has another key (AUDIT_SECRET)' : '';
      return this.fail('edited', `The record is not as it was written${hint}`);
    }
    if (isFirst && this.options.continued) this.end = { seq: seq - 1, hash: prev };
    const expected = this.end.seq + 1;
    if (seq < expected) return this.fail('reordered', `Record ${seq} stands behind record ${this.end.seq}`);
    if (seq > expected) {
      this.gap = { line: this.lines, from: expected, to: seq - 1 };
      return true;
    }
    if (prev !== this.end.hash) {
      return this.fail('edited', `Record ${seq} does not follow the record before it, which was written anew`);
    }
    this.end = { seq, hash };
    this.records += 1;
    return true;
  }

  private lookFor(record: ChainedRecord | undefined, { line, from }: { line: number; from: number }): boolean {
    if (record?.seq !== from) return true;
    return this.fail('reordered', `Record ${from} stands in line ${this.lines}, behind this one`, line);
  }

  private fail(kind: Fault['kind'], message: string, line = this.lines): false {
    this.fault = { line, kind, message };
    return false;
  }
}
