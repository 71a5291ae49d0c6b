import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { endChildren, lines } from './support/child.js';
import { call, NetworkChild } from './support/network.js';
import { StdioChild } from './support/stdio.js';

const preload = ['with-probe.mjs'];
const CALLS = 40;

afterEach(endChildren);

const newFile = (): string => join(mkdtempSync(join(tmpdir(), 'polyport-audit-')), 'audit.jsonl');
const idsIn = (path: string): unknown[] =>
  lines(readFileSync(path, 'utf8')).map((line) => (JSON.parse(line) as { requestId: unknown }).requestId);

function verified(path: string): number | null {
  return spawnSync(process.execPath, [resolve('scripts/audit-verify.mjs'), path]).status;
}

it.each(['continue', 'refuse'])(
  'a server that is stopped has recorded every call that it answered: %s',
  async (way) => {
    const file = newFile();
    const env = { TRANSPORT: 'http', AUDIT_LOG: file, AUDIT_ON_FAILURE: way };
    const server = await NetworkChild.start({ preload, env });
    const calls = Array.from({ length: CALLS }, (_, id) =>
      server.post(call(id, 'echo', { nonce: `${id}`, delayMs: 100 })),
    );

    const [{ code }] = await Promise.all([
      new Promise<void>((done) => setTimeout(done, 150)).then(() => server.stop()),
      Promise.allSettled(calls),
    ]);

    const answered = (await Promise.allSettled(calls)).filter(({ status }) => status === 'fulfilled').length;
    expect([code, idsIn(file).length, verified(file)]).toEqual([0, answered, 0]);
    expect(answered).toBeGreaterThan(0);
  },
);

it('so has one on stdio whose client has gone', async () => {
  const file = newFile();
  const child = await StdioChild.initialized({ preload, env: { AUDIT_LOG: file } });
  for (let id = 0; id < CALLS; id += 1) child.call(id, 'echo', { nonce: `${id}` });
  child.process.stdin.end();

  expect(await child.exited).toEqual({ code: 0, signal: null });
  expect(idsIn(file).sort()).toEqual(Array.from({ length: CALLS }, (_, id) => id).sort());
  expect(verified(file)).toBe(0);
});

it('a server that is killed and started again goes on with the chain', async () => {
  const file = newFile();
  const env = { TRANSPORT: 'http', AUDIT_LOG: file, AUDIT_ON_FAILURE: 'refuse' };
  const first = await NetworkChild.start({ preload, env });
  for (let id = 0; id < 5; id += 1) await first.post(call(id, 'echo', { nonce: 'x' }));
  await first.stop('SIGKILL');

  const second = await NetworkChild.start({ preload, env });
  await second.post(call('again', 'echo', { nonce: 'x' }));
  await second.stop();

  expect([idsIn(file), verified(file)]).toEqual([[0, 1, 2, 3, 4, 'again'], 0]);
  expect(second.strayLines).toEqual([]);
});

it('records go to stderr by default, between the lines of the log', async () => {
  const server = await NetworkChild.start({ preload, env: { TRANSPORT: 'http', AUDIT_LOG: '' } });
  await server.post(call('one', 'echo', { nonce: 'x' }));
  await server.stop();

  expect(server.strayLines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { event: 'call', capability: 'echo', outcome: 'ok', requestId: 'one', seq: 1 },
  ]);
});

it('a file that cannot be continued stops the boot', async () => {
  const child = new StdioChild({ env: { AUDIT_LOG: '/nowhere/audit.jsonl' } });

  expect(await child.exited).toEqual({ code: 2, signal: null });
  expect(child.strayLines).toEqual([
    'AUDIT_LOG=/nowhere/audit.jsonl cannot be opened (ENOENT): create its folder, or correct the path',
  ]);
});
