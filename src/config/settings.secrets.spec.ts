import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { faultsOf, load, secret } from '../../test/support/units/settings.js';

describe('a secret from a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'settings-'));
  const file = join(folder, 'secret');

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it.each([
    ['with a newline at its end', `${secret}\n`, secret],
    ['with a Windows newline at its end', `${secret}\r\n`, secret],
    ['without one', secret, secret],
    ['with spaces and two newlines', ` ${secret}\n\n`, ` ${secret}\n`],
  ])('is its content, %s', (_, content, expected) => {
    writeFileSync(file, content);

    expect(load({ STATE_SECRET_FILE: file }).stateSecret).toBe(expected);
  });

  it('is refused by its content, which is not shown', () => {
    writeFileSync(file, 'hunter2\n');

    expect(faultsOf({ STATE_SECRET_FILE: file })).toEqual([
      `STATE_SECRET (from STATE_SECRET_FILE=${file}) must be at least 32 bytes long; for example STATE_SECRET=$(openssl rand -base64 32)`,
    ]);
  });

  it('is refused next to the secret itself', () => {
    expect(faultsOf({ STATE_SECRET: secret, STATE_SECRET_FILE: file })).toEqual([
      `STATE_SECRET_FILE=${file} is set together with STATE_SECRET; unset one of the two`,
    ]);
  });

  it('is not read for settings that are not secret', () => {
    expect(load({ STDIO_SUBJECT_FILE: '/nowhere' }).stdioSubject).toBe('local');
  });
});
