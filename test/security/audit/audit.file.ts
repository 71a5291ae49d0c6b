import { isDeepStrictEqual } from 'node:util';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyChain, type Verification, type VerifyOptions } from '../../../src/security/audit/audit.verifier.js';

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** The path of a file that is not there yet, in a folder of its own. */
export function newAuditFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'audit-'));
  folders.push(folder);
  return join(folder, 'audit.jsonl');
}

export type Found = Readonly<Record<string, unknown>>;

export function recordsIn(path: string): Found[] {
  return linesIn(path).map((line) => JSON.parse(line) as Found);
}

export function linesIn(path: string): string[] {
  return readFileSync(path, 'utf8').split('\n').slice(0, -1);
}

/** The records of what a test has asked for, without what differs from run to run. */
export function callsIn(path: string): Found[] {
  return recordsIn(path)
    .filter((record) => !isProbe(record))
    .map(({ seq, prev, hash, time, durationMs, requestId, sessionId, remoteAddress, ...call }) => {
      expect([typeof seq, typeof prev, typeof hash, typeof durationMs]).toEqual([
        'number',
        'string',
        'string',
        'number',
      ]);
      expect(new Date(String(time)).toISOString()).toBe(time);
      void [requestId, sessionId, remoteAddress];
      return call;
    });
}

/** Clients of the earlier revisions ask by themselves for a stream, which an endpoint without sessions does not have. */
function isProbe({ event, http }: Found): boolean {
  return event === 'edge' && isDeepStrictEqual(http, { method: 'GET', path: '/mcp', status: 405 });
}

export function verify(path: string, options?: VerifyOptions): Promise<Verification> {
  return verifyChain([readFileSync(path)], options);
}
