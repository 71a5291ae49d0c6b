import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { link, START } from '../../../src/security/audit/audit.chain.js';
import { newAuditFile } from './audit.file.js';

const SECRET = 'k'.repeat(32);

/** The lines of a chain of so many records. */
function chain(count: number, secret?: string): string[] {
  let end = START;
  return Array.from({ length: count }, (_, index) => {
    const linked = link({ event: 'call', capability: `tool-${index + 1}` }, end, secret);
    end = linked.end;
    return linked.line;
  });
}

function fileOf(lines: readonly string[]): string {
  const path = newAuditFile();
  writeFileSync(path, lines.join(''));
  return path;
}

function verify(args: readonly string[], env: Record<string, string> = {}): [code: number | null, said: string] {
  const script = resolve('scripts/audit-verify.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
    env: { PATH: process.env['PATH'], ...env },
    encoding: 'utf8',
  });
  return [status, `${stdout}${stderr}`.trim()];
}

describe('npm run audit:verify', () => {
  it('counts the records of a chain that is in order', () => {
    expect(verify([fileOf(chain(5))])).toEqual([
      0,
      expect.stringMatching(/^5 records, ok\. The last is 5, hash [0-9a-f]{64}$/),
    ]);
  });

  it.each<[string, (lines: string[]) => string[], string]>([
    [
      'edited',
      (l) => l.with(1, l[1]!.replace('tool-2', 'tool-7')),
      'Line 2 is edited: The record is not as it was written. 1 records before it are in order.',
    ],
    [
      'removed',
      (l) => l.toSpliced(1, 2),
      'Line 2 is removed: Records 2 to 3 are missing before this line. 1 records before it are in order.',
    ],
    [
      'reordered',
      (l) => [l[0]!, l[2]!, l[1]!],
      'Line 2 is reordered: Record 2 stands in line 3, behind this one. 1 records before it are in order.',
    ],
    [
      'torn',
      (l) => [...l, '{"event":'],
      'Line 6 is torn: The line is cut off and nothing follows it. 5 records before it are in order.',
    ],
  ])('says which line is %s', (_what, change, said) => {
    expect(verify([fileOf(change(chain(5)))])).toEqual([1, said]);
  });

  it('follows a chain through rotated files', () => {
    const lines = chain(5);
    const [older, newer] = [fileOf(lines.slice(0, 3)), fileOf(lines.slice(3))];

    expect([verify([older, newer])[0], verify([newer])[0], verify(['--continued', newer])[0]]).toEqual([0, 1, 0]);
  });

  it('takes the key from the environment or a file', () => {
    const path = fileOf(chain(2, SECRET));
    const key = newAuditFile();
    writeFileSync(key, `${SECRET}\n`);

    const environments: Record<string, string>[] = [{ AUDIT_SECRET: SECRET }, { AUDIT_SECRET_FILE: key }, {}];
    const codes = environments.map((env) => verify([path], env)[0]);

    expect(codes).toEqual([0, 0, 1]);
  });

  it.each([
    [[], /^Usage/],
    [['/nowhere/audit.jsonl'], /ENOENT/],
    [['--what', 'x'], /Unknown option/],
  ])('cannot check %j', (args, said) => {
    expect(verify(args)).toEqual([2, expect.stringMatching(said)]);
  });
});
