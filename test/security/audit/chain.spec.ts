import { appendFileSync, readFileSync, renameSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { Logger } from '@nestjs/common';
import { Principal } from '../../../src/index.js';
import { loadSettings } from '../../../src/config/index.js';
import type { AuditEvent } from '../../../src/mcp/protocol/audit/audit-event.interface.js';
import { GENESIS, link, readRecord, type ChainEnd } from '../../../src/security/audit/audit.chain.js';
import { verifyChain } from '../../../src/security/audit/audit.verifier.js';
import { ChainedAuditTrail } from '../../../src/security/audit/chained.audit-trail.js';
import { linesIn, newAuditFile, recordsIn, verify } from './audit.file.js';

const SECRET = 'k'.repeat(32);
const principal = Principal.anonymous();

beforeAll(() => Logger.overrideLogger(false));

function event(capability: string): AuditEvent {
  return { event: 'call', time: new Date(), durationMs: 1, principal, transport: 'http', capability, outcome: 'ok' };
}

/** One life of a server: so many calls, then a shutdown. */
async function run(path: string, calls: number, env: Record<string, string> = {}): Promise<void> {
  const settings = loadSettings({ TRANSPORT: 'http', AUDIT_LOG: path, ...env }, { name: 'suite', version: '1' });
  const trail = new ChainedAuditTrail(settings);
  await trail.onModuleInit();
  for (let call = 0; call < calls; call += 1) void trail.record(event(`tool-${call}`));
  await trail.onApplicationShutdown();
}

async function written(calls: number, env?: Record<string, string>): Promise<string> {
  const path = newAuditFile();
  await run(path, calls, env);
  return path;
}

describe('the chain of the audit', () => {
  it('begins at nothing and links every record to the one before', async () => {
    const path = await written(3);

    const [first, second, third] = recordsIn(path);
    expect([first!['prev'], second!['prev'], third!['prev']]).toEqual([GENESIS, first!['hash'], second!['hash']]);
    expect(await verify(path)).toEqual({ records: 3, torn: 0, end: { seq: 3, hash: third!['hash'] } });
  });

  it('goes on after a restart', async () => {
    const path = await written(3);

    await run(path, 2);

    expect(await verify(path)).toMatchObject({ records: 5, end: { seq: 5 } });
  });

  it('is in a file that only its owner can read', async () => {
    expect(statSync(await written(1)).mode & 0o777).toBe(0o600);
  });

  it('has the last record when the server is closed', async () => {
    expect(linesIn(await written(2000))).toHaveLength(2000);
  });
});

describe('a chain shows', () => {
  const changed = async (change: (lines: string[]) => string[], calls = 5): Promise<string> => {
    const path = await written(calls);
    writeFileSync(path, change(linesIn(path)).join('\n') + '\n');
    return path;
  };

  it.each<[string, (lines: string[]) => string[], object]>([
    ['an edited record', (l) => l.with(2, l[2]!.replace('tool-2', 'tool-9')), { line: 3, kind: 'edited' }],
    ['a changed hash', (l) => l.with(2, l[2]!.replace(/"hash":"../, '"hash":"zz')), { line: 3, kind: 'edited' }],
    ['a record that is gone', (l) => l.toSpliced(2, 1), { line: 3, kind: 'removed' }],
    ['the first record gone', (l) => l.slice(1), { line: 1, kind: 'removed' }],
    ['records that changed places', (l) => [l[0]!, l[2]!, l[1]!, l[3]!, l[4]!], { line: 2, kind: 'reordered' }],
    ['a record twice', (l) => l.toSpliced(2, 0, l[1]!), { line: 3, kind: 'reordered' }],
    [
      'a member that stands twice',
      (l) => l.with(2, `{"capability":"forged",${l[2]!.slice(1)}`),
      { line: 3, kind: 'edited' },
    ],
    ['a line that is written otherwise', (l) => l.with(2, l[2]!.replace(':', ': ')), { line: 3, kind: 'edited' }],
    ['a line that is no record', (l) => l.with(2, 'nothing'), { line: 3, kind: 'edited' }],
    ['an empty line', (l) => l.toSpliced(2, 0, ''), { line: 3, kind: 'edited' }],
  ])('%s', async (_what, change, fault) => {
    expect((await verify(await changed(change))).fault).toMatchObject(fault);
  });

  it('a record written anew with a hash of its own', async () => {
    const path = await changed((lines) => {
      const before = readRecord(lines[1]!) as unknown as ChainEnd;
      return lines.with(2, link({ event: 'call', capability: 'forged' }, before, undefined).line.trimEnd());
    });

    expect((await verify(path)).fault).toMatchObject({ line: 4, kind: 'edited' });
  });

  it('a last line that was cut off', async () => {
    const path = await written(3);
    truncateSync(path, statSync(path).size - 10);

    expect(await verify(path)).toMatchObject({ records: 2, fault: { line: 3, kind: 'torn' } });
  });

  it('nothing for an empty file', async () => {
    expect(await verify(await written(0))).toMatchObject({ records: 0, end: { seq: 0 } });
  });
});

describe('a chain with a key', () => {
  it('is in order for whoever has the key', async () => {
    const path = await written(3, { AUDIT_SECRET: SECRET });

    expect(await verify(path, { secret: SECRET })).toMatchObject({ records: 3, end: { seq: 3 } });
  });

  it.each([undefined, 'x'.repeat(32)])('is not for anybody else: %s', async (secret) => {
    const path = await written(3, { AUDIT_SECRET: SECRET });

    expect((await verify(path, { secret })).fault).toMatchObject({ line: 1, kind: 'edited' });
  });

  it('cannot be forged as a whole', async () => {
    const path = newAuditFile();
    writeFileSync(path, link({ event: 'call' }, { seq: 0, hash: GENESIS }, undefined).line);

    expect((await verify(path, { secret: SECRET })).fault).toMatchObject({ kind: 'edited' });
    await expect(run(path, 1, { AUDIT_SECRET: SECRET })).rejects.toThrow(/another AUDIT_SECRET/);
  });
});

describe('a server that starts on a file', () => {
  it('accounts for a last line that a crash cut off, and loses nothing else', async () => {
    const path = await written(3);
    truncateSync(path, statSync(path).size - 10);

    await run(path, 2);

    expect(await verify(path)).toMatchObject({ records: 5, torn: 1, end: { seq: 5 } });
    expect(linesIn(path)).toHaveLength(6);
  });

  it('notices a change of such a line later', async () => {
    const path = await written(3);
    truncateSync(path, statSync(path).size - 10);
    await run(path, 1);

    const lines = linesIn(path);
    writeFileSync(path, lines.with(2, lines[2]!.slice(0, -1)).join('\n') + '\n');

    expect((await verify(path)).fault).toMatchObject({ line: 3, kind: 'edited' });
  });

  it('ends a last line that lacks nothing but its end', async () => {
    const path = await written(3);
    truncateSync(path, statSync(path).size - 1);

    await run(path, 1);

    expect(await verify(path)).toMatchObject({ records: 4, torn: 0 });
  });

  it('accounts for a first line that was cut off', async () => {
    const path = newAuditFile();
    writeFileSync(path, '{"event":"ca');

    await run(path, 1);

    expect(await verify(path)).toMatchObject({ records: 2, torn: 1 });
  });

  it.each<[string, (path: string) => void]>([
    ['was edited', (path) => writeFileSync(path, readFileSync(path, 'utf8').replace('tool-2', 'tool-9'))],
    ['belongs to something else', (path) => appendFileSync(path, 'another log\n')],
  ])('refuses one whose last line %s', async (_what, change) => {
    const path = await written(3);
    change(path);

    await expect(run(path, 1)).rejects.toMatchObject({ name: 'AuditFileError', forOperator: true });
  });

  it('refuses one that cannot be', async () => {
    await expect(run('/nowhere/audit.jsonl', 1)).rejects.toThrow(/cannot be opened \(ENOENT\)/);
  });
});

describe('a file that is renamed', () => {
  it('is followed by a new one, in which the chain goes on', async () => {
    const path = newAuditFile();
    const settings = loadSettings({ TRANSPORT: 'http', AUDIT_LOG: path }, { name: 'suite', version: '1' });
    const trail = new ChainedAuditTrail(settings);
    await trail.onModuleInit();
    void trail.record(event('before'));
    await new Promise((resolve) => setTimeout(resolve, 1100));
    renameSync(path, `${path}.1`);
    void trail.record(event('after'));
    await trail.onApplicationShutdown();

    const [older, newer] = [readFileSync(`${path}.1`), readFileSync(path)];
    expect(await verifyChain([older, newer])).toMatchObject({ records: 2, end: { seq: 2 } });
    expect((await verifyChain([newer])).fault).toMatchObject({ line: 1, kind: 'removed' });
    expect(await verifyChain([newer], { continued: true })).toMatchObject({ records: 1, end: { seq: 2 } });
  });
});
