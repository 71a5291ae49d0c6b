import { endChildren, until } from './support/child.js';
import { StdioChild, type Message } from './support/stdio.js';

const PROBE = { preload: ['with-probe.mjs'] };

afterEach(endChildren);

const echo = (id: string | number, delayMs: number): object => ({
  jsonrpc: '2.0',
  id,
  method: 'tools/call',
  params: { name: 'echo', arguments: { nonce: `nonce-${id}`, delayMs } },
});
const cancel = (requestId: string | number): object => ({
  jsonrpc: '2.0',
  method: 'notifications/cancelled',
  params: { requestId },
});
const initialized = { jsonrpc: '2.0', method: 'notifications/initialized' };

/** The answers to batches, by the ids of their members. */
const batches = (child: StdioChild): unknown[][] =>
  (child.messages as (Message | Message[])[]).flatMap((line) =>
    Array.isArray(line) ? [line.map(({ id }) => id)] : [],
  );

const start = (): Promise<StdioChild> => StdioChild.initialized(PROBE, '2025-03-26');

describe('a batch over stdio', () => {
  it('is answered without the request that was cancelled', async () => {
    const child = await start();
    child.send([echo('a', 60_000), echo('b', 50), echo('c', 300)]);
    await child.ping('taken');
    child.send(cancel('a'));

    await until(() => batches(child).length > 0, 'answer');

    expect(batches(child)).toEqual([['b', 'c']]);
  });

  it('is answered when its last open request is cancelled', async () => {
    const child = await start();
    child.send([echo('a', 60_000), echo('b', 1)]);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(batches(child)).toEqual([]);
    child.send(cancel('a'));

    await until(() => batches(child).length > 0, 'answer');

    expect(batches(child)).toEqual([['b']]);
  });

  it('is not answered when all of it is cancelled, or when it holds notifications only', async () => {
    const child = await start();
    child.send([echo('a', 60_000), echo('b', 60_000), cancel('a'), cancel('b')]);
    child.send([initialized, initialized]);
    await child.ping('alive');
    child.send([echo('a', 1)]);

    await until(() => batches(child).length > 0, 'answer');

    expect(batches(child)).toEqual([['a']]);
    expect((await child.stop()).ms).toBeLessThan(1000);
  });

  it('with one id twice is refused, and nothing of it runs', async () => {
    const child = await start();
    child.send([echo(1, 1), echo(2, 1), echo(1, 1)]);

    expect(await child.answer(1)).toMatchObject({ error: { code: -32600 } });

    await child.ping('alive');
    expect(child.stdout).not.toContain('nonce');
    expect(batches(child)).toEqual([]);
  });
});

describe.each([
  ['2025-03-26', [echo(9, 1), echo(7, 1)]],
  ['2025-11-25', { jsonrpc: '2.0', id: 7, method: 'ping' }],
])('an id in use on stdio, %s', (revision, second) => {
  it('is refused, and the request that uses it is answered', async () => {
    const child = await StdioChild.initialized(PROBE, revision);
    child.send(echo(7, 500));
    child.send(second);

    const ended = await until(() => {
      const both = child.messages.filter(({ id }) => id === 7);
      return both.length === 2 && both;
    }, 'two answers');

    expect(ended[0]).toMatchObject({ error: { code: -32600, message: expect.stringContaining('an id of its own') } });
    expect(JSON.stringify(ended[1]?.result)).toContain('nonce-7');
    child.send({ jsonrpc: '2.0', id: 7, method: 'ping' });
    await until(() => child.messages.filter(({ id }) => id === 7).length === 3, 'the id is free again');
  });
});

it('a request over stdio that nobody can answer is refused, and its answer is not waited for', async () => {
  const child = await StdioChild.initialized(PROBE);
  child.send({ jsonrpc: '2.0', id: 1, method: 'ping', surplus: true });

  expect(await child.answer(1)).toMatchObject({ error: { code: -32600 } });
  expect((await child.stop()).ms).toBeLessThan(1000);
});

it('a message that is refused does not end the wait for the request whose id it bears', async () => {
  const child = await StdioChild.initialized(PROBE);
  child.send(echo('slow', 600));
  child.send({ jsonrpc: '2.0', id: 'slow', Method: 'ping' });
  await child.answer('slow');
  child.process.stdin.end();
  await child.exited;

  expect(child.stdout).toContain('nonce-slow');
});
