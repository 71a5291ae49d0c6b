import type { FileHandle } from 'node:fs/promises';
import { fragmentDigest, isIntact, link, readRecord, START, type ChainEnd } from './audit.chain.js';

/** Longer than any two records. */
const TAIL_BYTES = 256 * 1024;
const NEWLINE = 10;

/** How a file goes on. */
export interface AuditTail {
  readonly end: ChainEnd;
  /** What has to be written before the next record. */
  readonly mend: string;
  /** Bytes of the last line, if it was cut off. */
  readonly torn: number;
}

/**
 * Reads where the chain in a file stands. A last line that was cut off stays where it is; a record accounts for it, so
 * that the file is only ever appended to and shows what has happened.
 *
 * @returns `undefined` when the last whole line is no record of this chain
 */
export async function readTail(file: FileHandle, secret: string | undefined): Promise<AuditTail | undefined> {
  const { size } = await file.stat();
  const start = Math.max(0, size - TAIL_BYTES);
  const tail = Buffer.alloc(size - start);
  await file.read(tail, 0, tail.length, start);
  const cut = tail.lastIndexOf(NEWLINE) + 1;
  const fragment = tail.subarray(cut);
  const last = cut === 0 ? undefined : tail.subarray(tail.subarray(0, cut - 1).lastIndexOf(NEWLINE) + 1, cut - 1);
  // Only the end of the line is missing.
  const whole = endOf(fragment, secret);
  if (whole) return { end: whole, mend: '\n', torn: 0 };
  const end = last === undefined ? START : endOf(last, secret);
  if (!end || (cut === 0 && start > 0)) return undefined;
  return fragment.length === 0 ? { end, mend: '', torn: 0 } : mended(end, fragment, secret);
}

function endOf(line: Buffer, secret: string | undefined): ChainEnd | undefined {
  const record = readRecord(line.toString());
  return record && isIntact(record, secret) ? { seq: record.seq, hash: record.hash } : undefined;
}

function mended(end: ChainEnd, fragment: Buffer, secret: string | undefined): AuditTail {
  const members = {
    event: 'torn',
    time: new Date().toISOString(),
    bytes: fragment.length,
    sha256: fragmentDigest(fragment),
  };
  const linked = link(members, end, secret);
  return { end: linked.end, mend: `\n${linked.line}`, torn: fragment.length };
}
