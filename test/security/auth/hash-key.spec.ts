import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readApiKeys } from '../../../src/config/index.js';

function hashKey(...options: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, ['scripts/hash-key.mjs', ...options], { encoding: 'utf8' });
}

describe('npm run hash-key', () => {
  it('makes a key of 256 bits and the entry that the server accepts', () => {
    const options = ['--subject', 'ann', '--scopes', 'a:read, a:write', '--tenant', 'north', '--expires', '2099-01-31'];

    const { status, stdout, stderr } = hashKey(...options);

    const [, key = ''] = /^ {2}(mcp_[\w-]{43})$/m.exec(stderr) ?? [];
    const [entry] = readApiKeys(`[${stdout}]`);
    expect([status, entry, stdout.includes(key)]).toEqual([
      0,
      {
        id: expect.stringMatching(/^ann-[0-9a-f]{6}$/),
        hash: `sha256:${createHash('sha256').update(key).digest('hex')}`,
        subject: 'ann',
        scopes: ['a:read', 'a:write'],
        tenant: 'north',
        expiresAt: '2099-01-31',
      },
      false,
    ]);
  });

  it('names the key as it is told', () => {
    const { stdout } = hashKey('--subject', 'ann b', '--scopes', '', '--id', 'laptop');

    expect(readApiKeys(`[${stdout}]`)).toMatchObject([{ id: 'laptop', subject: 'ann b', scopes: [] }]);
  });

  it('makes another key each time', () => {
    const make = (): string => hashKey('--subject', 'ann', '--scopes', '*').stdout;

    expect(make()).not.toBe(make());
  });

  it.each([
    [[], '--subject is missing.'],
    [['--subject', 'ann'], '--scopes is missing.'],
    [['--subject', '', '--scopes', 'a'], '--subject must be a text of 1 to 256 characters.'],
    [
      ['--subject', 'ann', '--scopes', 'a b'],
      "--scopes has 'a b', which is no scope: use no spaces, quotes and backslashes.",
    ],
    [
      ['--subject', 'ann', '--scopes', 'a', '--expires', 'soon'],
      "--expires must be a date such as 2027-01-31, not 'soon'.",
    ],
    [['--subject', 'ann', '--scopes', 'a', '--expires', '2020-01-01'], '--expires is in the past: 2020-01-01.'],
    [['--subject', 'ann', '--scopes', 'a', '--id', 'a b'], '--id must be 1 to 128 letters, digits and _ . @ : -'],
    [['--key', 'mine'], "Unknown option '--key'"],
  ])('%j is refused with a reason and the usage', (options, reason) => {
    const { status, stdout, stderr } = hashKey(...options);

    expect([status, stdout]).toEqual([2, '']);
    expect(stderr.startsWith(reason)).toBe(true);
    expect(stderr).toContain('Usage: npm run hash-key');
  });
});
