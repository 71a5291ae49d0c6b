import { createHmac, hash } from 'node:crypto';
import { canonicalJson } from '../../mcp/common/canonical-json.js';

/** What the first record of a chain follows. */
export const GENESIS = '0'.repeat(64);

/** Where a chain stands: its last record. */
export interface ChainEnd {
  readonly seq: number;
  readonly hash: string;
}

export const START: ChainEnd = { seq: 0, hash: GENESIS };

/** A record as it stands in the file: what happened, and its place in the chain. */
export interface ChainedRecord {
  readonly seq: number;
  /** Hash of the record before. */
  readonly prev: string;
  /** Hash of this record with all of its members but this one, `prev` included. */
  readonly hash: string;
  readonly [member: string]: unknown;
}

/**
 * Puts a record behind the end of a chain.
 *
 * @param secret makes the hash an HMAC, so that nobody without it can make a chain anew
 * @returns the line, and where the chain stands now
 */
export function link(
  members: Readonly<Record<string, unknown>>,
  end: ChainEnd,
  secret: string | undefined,
): { readonly line: string; readonly end: ChainEnd } {
  const seq = end.seq + 1;
  const text = isSorted(members)
    ? sortedText(members, seq, end.hash)
    : canonicalJson({ seq, prev: end.hash, ...members });
  const own = digest(text, secret);
  return { line: `${lineOf(text, own)}\n`, end: { seq, hash: own } };
}

/** Members in alphabetical order, nested ones included, with places for those of the chain: `recordOf` makes them. */
export interface SortedMembers extends Record<string, unknown> {
  prev: string | undefined;
  seq: number | undefined;
}

function isSorted(members: Readonly<Record<string, unknown>>): members is SortedMembers {
  return 'prev' in members;
}

/** Canonical JSON (RFC 8785) at the cost of plain JSON. */
function sortedText(members: SortedMembers, seq: number, prev: string): string {
  members.prev = prev;
  members.seq = seq;
  return JSON.stringify(members);
}

/** The line that each record was read from. */
const lines = new WeakMap<ChainedRecord, string>();

/** The record in a line; `undefined` for a line that holds none. */
export function readRecord(line: string): ChainedRecord | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  const record = (value ?? {}) as Partial<ChainedRecord>;
  const isRecord =
    Number.isSafeInteger(record.seq) && typeof record.prev === 'string' && typeof record.hash === 'string';
  if (!isRecord) return undefined;
  lines.set(value as ChainedRecord, line);
  return value as ChainedRecord;
}

/**
 * Whether a record that was read is as it was written, letter by letter: of a member that stands twice in a line, one
 * reader shows the first and another the last.
 */
export function isIntact(record: ChainedRecord, secret: string | undefined): boolean {
  const { hash: written, ...members } = record;
  const text = canonicalJson(members);
  return digest(text, secret) === written && lines.get(record) === lineOf(text, written);
}

function lineOf(text: string, hash: string): string {
  return `${text.slice(0, -1)},"hash":"${hash}"}`;
}

/** Digest of a piece of a line that was cut off, for the record that accounts for it. */
export function fragmentDigest(fragment: Buffer): string {
  return hash('sha256', fragment);
}

function digest(text: string, secret: string | undefined): string {
  return secret === undefined ? hash('sha256', text) : createHmac('sha256', secret).update(text).digest('hex');
}
