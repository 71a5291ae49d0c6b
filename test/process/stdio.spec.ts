import { sourcesOf } from './support/bundle.js';
import { endChildren, lines, until } from './support/child.js';
import { said, StdioChild } from './support/stdio.js';

const PROBE = { preload: ['with-probe.mjs'] };

afterEach(endChildren);

const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

describe('row 38: stdout carries the protocol and nothing else', () => {
  it('whatever a tool prints', async () => {
    const child = await StdioChild.initialized(PROBE);
    child.call(1, 'noise');
    await child.answer(1);
    await until(() => child.stderr.includes('noise: warning'), 'noise on stderr');
    expect(child.stdout).not.toContain('noise');
    for (const by of ['console.log', 'console.info', 'process.stdout', 'writeSync', 'writevSync', 'write', 'warning']) {
      expect(child.stderr).toContain(`noise: ${by}`);
    }
  });

  it('whatever an agent prints while calls are answered', async () => {
    const child = await StdioChild.initialized({ preload: ['with-probe.mjs', 'noisy.mjs'] });
    await until(() => child.stderr.split('noise: agent').length > 20, 'noise on stderr');
    for (let id = 0; id < 50; id += 1) child.call(id, 'echo', { nonce: `n${id}`, delayMs: id % 20 });
    await Promise.all(Array.from({ length: 50 }, (_, id) => child.answer(id)));
    expect(child.messages.every(({ jsonrpc }) => jsonrpc === '2.0')).toBe(true);
    expect(child.stdout).not.toContain('noise');
  });

  it('whatever a package prints as it is loaded', async () => {
    const child = await StdioChild.initialized({ preload: ['prints-on-load.mjs'] });
    expect(child.stdout).not.toContain('noise');
    expect(child.stderr.split('noise: on load')).toHaveLength(3);
  });

  it('and logs go to stderr, one line for each record', async () => {
    const child = await StdioChild.initialized({ env: { LOG_LEVEL: 'trace' } });
    child.write('garbage\r\n');
    await child.error(-32700);
    child.process.stdin.end();
    await child.exited;
    const records = lines(child.stderr).map((line) => JSON.parse(line) as { level: string; msg: string });
    expect(records.length).toBeGreaterThan(3);
    expect(child.strayLines).toEqual([]);
  });
});

describe('row 39: what comes on stdin', () => {
  it('is answered where it cannot be read (rows 23, 24 and 26 too), and the connection lives on', async () => {
    const child = await StdioChild.initialized({ env: { MAX_BODY_BYTES: '100000' } });
    child.write('garbage\n');
    await child.error(-32700);
    await child.ping('after garbage');

    child.send({ jsonrpc: '2.0', id: 'case', Method: 'ping' });
    expect(await child.answer('case')).toMatchObject({ error: { code: -32600 } });

    child.write(Buffer.from([0x7b, 0xff, 0xfe, 0x22, 0x0a]));
    await child.ping('after invalid UTF-8');

    child.write(`{"jsonrpc":"2.0","id":"big","method":"ping","params":{"x":"${'x'.repeat(100_000)}"}}\n`);
    expect((await child.error(-32600)).error?.message).toContain('100000 bytes');
    await child.ping('after a long line');

    child.write(`{"jsonrpc":"2.0","id":"deep","method":"ping","params":{"x":${nested(5000)}}}\n`);
    expect(await child.answer('deep')).toMatchObject({ error: { code: -32602 } });

    child.write('{"jsonrpc":"2.0","id":"proto","method":"tools/call","params":{"__proto__":{"polluted":1}}}\n');
    expect(await child.answer('proto')).toMatchObject({ error: { code: -32602 } });

    child.write('[{"jsonrpc":"2.0","id":1,"method":"ping"}]\n\r\n  \n');
    await child.ping('after a batch');
    expect(child.isAlive).toBe(true);
  });

  it('may be cut anywhere', async () => {
    const child = await StdioChild.initialized();
    for (const byte of Buffer.from('{"jsonrpc":"2.0","id":"ü","method":"ping"}\r\n')) {
      child.write(Buffer.from([byte]));
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await child.answer('ü')).toMatchObject({ result: {} });
  });

  it('ends the process with code 1 when it has no end of line', async () => {
    const child = await StdioChild.initialized();
    child.write('x'.repeat(11 * 1024 * 1024));
    expect(await child.exited).toEqual({ code: 1, signal: null });
    expect(child.strayLines).toEqual([]);
    expect(child.stderr).toContain('no end of line');
  });
});

describe('row 40: the end', () => {
  it('comes with code 0 when stdin closes, after calls in flight are answered, whatever handles live', async () => {
    const child = await StdioChild.initialized(PROBE);
    child.call(1, 'echo', { nonce: 'last', delayMs: 700 });
    const start = performance.now();
    child.process.stdin.end();
    expect(await child.exited).toEqual({ code: 0, signal: null });
    expect(performance.now() - start).toBeLessThan(2000);
    expect(await child.answer(1)).toMatchObject({ result: said({ nonce: 'last' }) });
  });

  it('comes with code 0 when the client closes stdin at once', async () => {
    const child = new StdioChild();
    child.process.stdin.end();
    expect(await child.exited).toEqual({ code: 0, signal: null });
  });

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('comes with %s, after calls in flight', async (signal) => {
    const child = await StdioChild.initialized(PROBE);
    child.call(1, 'echo', { nonce: 'a', delayMs: 300 });
    child.call(2, 'echo', { nonce: 'b', delayMs: 900 });
    child.send({ jsonrpc: '2.0', id: 'sync', method: 'ping' });
    await child.answer('sync');
    const { code, ms } = await child.stop(signal);
    expect(code).toBe(0);
    expect(ms).toBeLessThan(2000);
    expect(await child.answer(1)).toMatchObject({ result: said({ nonce: 'a' }) });
    expect(await child.answer(2)).toMatchObject({ result: said({ nonce: 'b' }) });
  });

  it('comes within 2 s with a call that hangs', async () => {
    const child = await StdioChild.initialized(PROBE);
    child.call(1, 'echo', { nonce: 'a', delayMs: 60_000 });
    await child.ping('sync');
    const { code, ms } = await child.stop();
    expect(code).toBe(0);
    expect(ms).toBeLessThan(2000);
  });

  it('comes at once with the second signal', async () => {
    const child = await StdioChild.initialized(PROBE);
    child.call(1, 'echo', { nonce: 'a', delayMs: 60_000 });
    await child.ping('sync');
    child.process.kill('SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 200));
    const { code, ms } = await child.stop();
    expect(code).toBe(1);
    expect(ms).toBeLessThan(400);
  });

  it('comes when the signal arrives during the boot', async () => {
    const child = new StdioChild();
    await until(() => child.stderr.includes('Starting Nest'), 'boot');
    expect((await child.stop()).code).toBe(0);
  });

  it('is quiet when the client no longer reads', async () => {
    const child = await StdioChild.initialized(PROBE);
    child.process.stdout.destroy();
    for (let id = 0; id < 20; id += 1) child.call(id, 'echo', { nonce: 'x' });
    expect(await child.exited).toEqual({ code: 0, signal: null });
    expect(child.strayLines).toEqual([]);
  });

  it('does not come because nobody reads the log', async () => {
    const child = await StdioChild.initialized({ ...PROBE, env: { LOG_LEVEL: 'trace' } });
    child.process.stderr.destroy();
    child.call(1, 'noise');
    await child.answer(1);
    for (const id of [1, 2, 3]) {
      child.write('garbage\n');
      await child.ping(`alive ${id}`);
    }
    child.process.stdin.end();
    expect(await child.exited).toEqual({ code: 0, signal: null });
  });
});

it('stdio loads nothing of the network', async () => {
  const child = await StdioChild.initialized({ preload: ['print-loaded.mjs'] });
  child.process.stdin.end();
  await child.exited;
  const files = new Set(
    lines(child.stderr).flatMap((line) => /^loaded (file:.*\/dist\/.*\.js)$/.exec(line)?.[1] ?? []),
  );
  const sources = [...files].flatMap(sourcesOf);
  expect(sources).toEqual(
    expect.arrayContaining([expect.stringContaining('src/transports/stdio/stdio.connection.ts')]),
  );
  const network =
    /node_modules\/(express|jose|passport|helmet|raw-body|hono|pino-pretty|libphonenumber-js|@nestjs\/(platform-express|passport|terminus))\/|src\/(transports\/(sse|http|network)|operations\/health)\//;
  expect(sources.filter((source) => network.test(source))).toEqual([]);
});
