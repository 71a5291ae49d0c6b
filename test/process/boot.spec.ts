import { createServer, type AddressInfo } from 'node:net';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Child, endChildren, lines, type Exit } from './support/child.js';
import { NetworkChild } from './support/network.js';

afterEach(endChildren);

/** What the operator sees of a boot that fails. */
async function boot(env: Record<string, string>, preload: string[] = []): Promise<Exit & { lines: string[] }> {
  const child = new Child({ env: { LOG_LEVEL: 'warn', PORT: '0', ...env }, preload });
  const exit = await child.exited;
  expect(child.stdout).toBe('');
  return { ...exit, lines: lines(child.stderr) };
}

const missing = join(tmpdir(), 'polyport-no-such-folder');

describe('a refused configuration ends the boot with code 2 and one message', () => {
  it('that names every fault of the environment', async () => {
    const result = await boot({ TRANSPORT: 'carrier-pigeon', PORT: '70000', CALL_TIMEOUT_MS: '5s', UNKNOWN: 'fine' });
    expect(result).toEqual({
      code: 2,
      signal: null,
      lines: [
        'The environment holds settings that cannot be used:',
        expect.stringContaining('TRANSPORT=carrier-pigeon'),
        expect.stringContaining('PORT=70000'),
        expect.stringContaining('CALL_TIMEOUT_MS=5s'),
      ],
    });
  });

  it.each(['stdio', 'http'])('when the folder of the docs toolset is missing (%s)', async (transport) => {
    const result = await boot({ TRANSPORT: transport, DOCS_DIR: missing });
    expect(result).toEqual({
      code: 2,
      signal: null,
      lines: [expect.stringMatching(/docs toolset.*does not exist.*DOCS_DIR/)],
    });
  });

  it('when the folder of the docs toolset is empty', async () => {
    const result = await boot({ DOCS_DIR: mkdtempSync(join(tmpdir(), 'polyport-empty-')) });
    expect(result).toEqual({ code: 2, signal: null, lines: [expect.stringMatching(/no Markdown page.*DOCS_DIR/)] });
  });

  it.each(['stdio', 'http', 'sse'])('that names every fault of the toolsets, once (%s)', async (transport) => {
    const result = await boot({ TRANSPORT: transport }, ['with-faults.mjs']);
    expect(result).toEqual({
      code: 2,
      signal: null,
      lines: [
        '2 capabilities cannot be served:',
        expect.stringContaining('FaultyToolset.one'),
        expect.stringContaining('FaultyToolset.two'),
      ],
    });
  });

  it('when other machines could call without authentication', async () => {
    const result = await boot({ TRANSPORT: 'http', HOST: '0.0.0.0', REQUIRE_HTTPS: 'false' });
    expect(result).toMatchObject({ code: 2, lines: [expect.anything(), expect.stringContaining('ALLOW_ANONYMOUS')] });
  });

  it('row 37: when other machines would have to call over plain HTTP', async () => {
    const result = await boot({ TRANSPORT: 'http', HOST: '0.0.0.0', ALLOW_ANONYMOUS: 'true' });
    expect(result).toMatchObject({ code: 2, lines: [expect.anything(), expect.stringContaining('REQUIRE_HTTPS')] });
  });
});

it('anonymous callers of other machines are served when that is wanted', async () => {
  const env = { TRANSPORT: 'http', HOST: '0.0.0.0', ALLOW_ANONYMOUS: 'true', REQUIRE_HTTPS: 'false' };
  const child = await NetworkChild.start({ env });
  expect((await child.stop()).code).toBe(0);
});

describe('a failure ends the boot with code 1', () => {
  it('and a clear message when the port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    const result = await boot({ TRANSPORT: 'http', PORT: String(port) });
    other.close();
    expect(result).toEqual({
      code: 1,
      signal: null,
      lines: [
        `Cannot listen on 127.0.0.1, port ${port}: another process listens there; stop it, or choose another PORT`,
      ],
    });
  });

  it('and a clear message when the address is not of this machine', async () => {
    const result = await boot({ TRANSPORT: 'sse', HOST: '192.0.2.1', ALLOW_ANONYMOUS: 'true', REQUIRE_HTTPS: 'false' });
    expect(result).toMatchObject({
      code: 1,
      lines: [expect.stringMatching(/^Cannot listen on 192.0.2.1.*correct HOST$/)],
    });
  });

  it.each(['stdio', 'http'])('and one stack when nobody expected it (%s)', async (transport) => {
    const result = await boot({ TRANSPORT: transport, FIXTURE: 'broken' }, ['with-faults.mjs']);
    expect(result.code).toBe(1);
    expect(result.lines.filter((line) => line.includes('the database has no such table'))).toHaveLength(1);
    expect(result.lines.filter((line) => line.includes('new BrokenToolset'))).toHaveLength(1);
  });
});
