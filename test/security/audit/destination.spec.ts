import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { httpModern, stdioModern } from '../../support/combinations.js';
import { eventually } from '../../support/eventually.js';
import { serve } from '../../support/serve.js';
import { newAuditFile } from './audit.file.js';
import { AuditedToolset } from './audited.toolset.js';
import { auditLogOf, loadSettings } from '../../../src/config/index.js';

const DEFAULT = { AUDIT_LOG: '' };

/** A record is written within this time. */
const WRITTEN_MS = 50;

describe('AUDIT_LOG', () => {
  let written: string[];

  beforeEach(() => {
    written = [];
    jest.spyOn(process.stderr, 'write').mockImplementation((chunk, ...rest) => {
      written.push(chunk.toString());
      (rest.at(-1) as (() => void) | undefined)?.();
      return true;
    });
  });

  afterEach(() => jest.restoreAllMocks());

  const records = (): unknown[] =>
    written
      .join('')
      .split('\n')
      .filter((line) => line.includes('"prev":'))
      .map((line) => JSON.parse(line) as unknown);

  it.each([
    ['unset', DEFAULT],
    ['stderr', { AUDIT_LOG: 'stderr' }],
  ])('%s writes to stderr on a network transport', async (_name, settings) => {
    const { client } = await serve(AuditedToolset).settings(settings).over(httpModern);

    await client.call('pay', { order: 'SO-1' });

    await eventually(() =>
      expect(records()).toMatchObject([{ seq: 1, event: 'call', capability: 'pay', outcome: 'ok' }]),
    );
  });

  it('stderr holds nothing up where its stand-in does not call back', async () => {
    jest.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
      written.push(chunk.toString());
      return true;
    });
    const { client, app } = await serve(AuditedToolset).settings({ AUDIT_LOG: 'stderr' }).over(httpModern);

    await client.call('pay', { order: 'SO-1' });
    await client.call('pay', { order: 'SO-2' });
    await app.close();

    expect(records()).toMatchObject([{ capability: 'pay' }, { capability: 'pay' }]);
  });

  it('unset writes nothing on stdio', async () => {
    const { client } = await serve(AuditedToolset).settings(DEFAULT).over(stdioModern);

    await client.call('pay', { order: 'SO-1' });
    await pause(WRITTEN_MS);

    expect(records()).toEqual([]);
  });

  it('off writes nothing', async () => {
    const { client } = await serve(AuditedToolset).settings({ AUDIT_LOG: 'off' }).over(httpModern);

    await client.call('pay', { order: 'SO-1' });
    await pause(WRITTEN_MS);

    expect(records()).toEqual([]);
  });

  it('a path makes the file at boot', async () => {
    const file = newAuditFile();

    await serve(AuditedToolset).settings({ AUDIT_LOG: file }).over(httpModern);

    expect(existsSync(file)).toBe(true);
  });

  it.each(['on', 'stdout', 'OFF', 'audit.jsonl', 'a\u0000/b'])('=%j is refused', (AUDIT_LOG) => {
    expect(() => loadSettings({ AUDIT_LOG }, { name: 'suite', version: '1' })).toThrow(
      /must be off, stderr, or the path of a file, with a slash in it; for example AUDIT_LOG=\.\/audit\.jsonl/,
    );
  });

  it.each([
    ['stdio', 'off'],
    ['sse', 'stderr'],
    ['http', 'stderr'],
    ['sse,http', 'stderr'],
  ])('is on TRANSPORT=%s by default %s', (TRANSPORT, expected) => {
    expect(auditLogOf(loadSettings({ TRANSPORT }, { name: 'suite', version: '1' }))).toBe(expected);
  });
});
