import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { eventOf } from './support/documents.js';
import { startFront, type FunctionResult } from './support/front.mjs';
import { Platform, type FunctionOptions } from './support/platform.mjs';

const BUILT = resolve('dist/lambda.js');
/** The same with the tools of the tests (`npm run build:fixtures`). */
const WITH_PROBE = resolve('dist-fixtures/lambda.js');

const env = { ALLOW_ANONYMOUS: 'true', AUDIT_LOG: 'off', FIXTURE: 'probe', LOG_LEVEL: 'warn' };
const open: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

function deploy(options: Partial<FunctionOptions> = {}): Platform {
  const platform = new Platform({ file: WITH_PROBE, ...options, env: { ...env, ...options.env } });
  open.push(() => platform.stop());
  return platform;
}

function folderOfTest(): string {
  const folder = mkdtempSync(join(tmpdir(), 'polyport-function-'));
  open.push(async () => rmSync(folder, { recursive: true }));
  return folder;
}

const message = (name: string, args: object = {}, meta: object = {}): string =>
  JSON.stringify({ jsonrpc: '2.0', id: 7, method: 'tools/call', params: { name, arguments: args, ...meta } });

const call = (name: string, args: object = {}): object =>
  eventOf('function-url', { body: message(name, args), isBase64Encoded: false });

function answerOf({ body }: FunctionResult): {
  id: unknown;
  result?: { content: { text: string }[]; isError?: boolean };
} {
  const whole = body as string;
  return JSON.parse(/^data: (.*)$/m.exec(whole)?.[1] ?? whole);
}

const textOf = (result: FunctionResult): string => answerOf(result).result?.content[0]?.text ?? '';

describe('the built file in the emulated runtime', () => {
  it('answers from a cold start, and the next event from the same instance', async () => {
    const platform = deploy({ file: BUILT });

    const results = [await platform.invoke(eventOf('http-api')), await platform.invoke(eventOf('http-api'))];

    expect([
      results.map(({ statusCode, body }) => [statusCode, (body as string).includes('docs_search')]),
      platform.instances.map(({ invocations }) => invocations),
    ]).toEqual([
      [
        [200, true],
        [200, true],
      ],
      [2],
    ]);
  });

  it('is started once more for an event that comes while the first instance works', async () => {
    const platform = deploy();

    const results = await Promise.all([1, 2, 3].map((nonce) => platform.invoke(call('echo', { nonce, delayMs: 300 }))));

    expect([results.map(textOf), platform.instances.length]).toEqual([
      ['{"nonce":1}', '{"nonce":2}', '{"nonce":3}'],
      3,
    ]);
  });

  it('ends a call in time, so that the platform has nothing to end', async () => {
    const platform = deploy({ timeoutMs: 6000 });
    await platform.invoke(call('echo', { nonce: 0 }));

    const result = await platform.invoke(call('echo', { nonce: 1, delayMs: 60_000 }));

    expect([answerOf(result).id, textOf(result), platform.instances[0]?.isDead]).toEqual([
      7,
      expect.stringMatching(/^The call did not finish within 5\d{3} ms/),
      undefined,
    ]);
  });

  it('that dies fails its event only: the next one gets another instance', async () => {
    const platform = deploy();
    await platform.invoke(call('echo', { nonce: 0 }));
    const lost = platform.invoke(call('echo', { nonce: 1, delayMs: 5000 })).catch((error: Error) => error);
    await setTimeout(200);
    platform.instances[0]?.process.kill('SIGKILL');

    const next = await platform.invoke(call('echo', { nonce: 2 }));

    expect([await lost, textOf(next), platform.instances.length]).toEqual([
      expect.objectContaining({ kind: 'Runtime.ExitError' }),
      '{"nonce":2}',
      2,
    ]);
  });

  it('that cannot start says why in its log alone, and starts once the cause is gone', async () => {
    const file = join(folderOfTest(), 'secret');
    const platform = deploy({ env: { STATE_SECRET_FILE: file } });

    const refused = await platform.invoke(call('echo'));
    writeFileSync(file, 'x'.repeat(40));
    const repaired = await platform.invoke(call('echo', { nonce: 3 }));

    expect([refused.statusCode, (refused.body as string).includes(file), platform.instances[0]?.stderr]).toEqual([
      503,
      false,
      expect.stringMatching(/The function cannot start.*\n.*STATE_SECRET_FILE=.* must be a file that can be read/),
    ]);
    expect([textOf(repaired), platform.instances.length]).toEqual(['{"nonce":3}', 1]);
  });

  it('ends in order when the platform scales in, after the call that is running', async () => {
    const platform = deploy();
    await platform.invoke(call('echo', { nonce: 0 }));
    const running = platform.invoke(call('echo', { nonce: 1, delayMs: 250 }));
    await setTimeout(100);
    const [instance] = platform.instances;
    const started = performance.now();

    // Killed after the half second that Lambda gives.
    await instance?.stop('SIGTERM', 500);

    expect(performance.now() - started).toBeLessThan(500);
    expect([instance?.process.exitCode, instance?.process.signalCode]).toEqual([0, null]);
    await expect(running).resolves.toMatchObject({ statusCode: 200 });
  });

  it.each(['handler', 'streamHandler'] as const)(
    'has its audit written when it is frozen as soon as its answer is complete: %s',
    async (name) => {
      const file = join(folderOfTest(), 'audit.jsonl');
      const platform = deploy({ name, freezes: true, env: { AUDIT_LOG: file } });
      const foreign = eventOf('function-url', { headers: { host: 'elsewhere.example' } });
      const events = [...Array.from({ length: 8 }, (_, nonce) => call('echo', { nonce })), foreign];
      const seen: number[] = [];

      for (const event of events) {
        const { body } = await platform.invoke(event);
        if (typeof body !== 'string') await text(body as Readable);
        seen.push(readFileSync(file, 'utf8').split('\n').length - 1);
      }

      expect([seen, platform.instances.length]).toEqual([[1, 2, 3, 4, 5, 6, 7, 8, 9], 1]);
    },
  );

  it('gives a load balancer an answer that it can take', async () => {
    const platform = deploy({ env: { PUBLIC_URL: 'https://mcp.example.com', MAX_RESULT_BYTES: '4000000' } });

    const result = await platform.invoke(
      eventOf('alb', { body: message('echo', { nonce: 'x'.repeat(1_100_000) }), isBase64Encoded: false }),
    );

    expect(answerOf(result)).toMatchObject({ id: 7, result: { isError: true } });
  });
});

describe('streamHandler of the built file', () => {
  it('sends what a tool says while the tool still works', async () => {
    const platform = deploy({ name: 'streamHandler' });
    const front = await startFront((event) => platform.invoke(event));
    open.push(front.close);
    const headers = { 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream' };
    await (await fetch(`${front.origin}/mcp`, { method: 'POST', headers, body: message('echo') })).text();

    const started = performance.now();
    const response = await fetch(`${front.origin}/mcp`, {
      method: 'POST',
      headers,
      body: message('talk', { delayMs: 1000 }, { _meta: { progressToken: 'p' } }),
    });
    const at: Record<string, number> = {};
    for await (const piece of response.body!) {
      for (const word of ['notifications/progress', '"result"']) {
        if (Buffer.from(piece).includes(word)) at[word] = performance.now() - started;
      }
    }

    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
    expect(at['"result"']! - at['notifications/progress']!).toBeGreaterThan(700);
  });

  it('answers what has no body', async () => {
    const platform = deploy({ name: 'streamHandler' });
    const notification = JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' });

    const event = eventOf('function-url', { body: notification, isBase64Encoded: false });
    const { statusCode, body } = await platform.invoke(event);

    expect([statusCode, await text(body as Readable)]).toEqual([202, '']);
  });
});
