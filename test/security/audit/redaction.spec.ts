import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { Logger } from '@nestjs/common';
import fc from 'fast-check';
import { createLogger } from '../../../src/operations/index.js';
import { combinations, httpModern, httpSessionsLegacy, sse } from '../../support/combinations.js';
import { exchange } from '../../support/post.js';
import { serve, type Served } from '../../support/serve.js';
import { linesIn, newAuditFile } from './audit.file.js';
import { AuditedToolset, PayInput } from './audited.toolset.js';

const text = (alphabet: string, minLength: number, maxLength = minLength): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...alphabet), minLength, maxLength });
const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Secrets that are told by their shape. */
const jwt = fc
  .tuple(text(BASE64URL, 12, 60), text(BASE64URL, 12, 90), text(BASE64URL, 20, 86))
  .map(([header, payload, signature]) => `eyJ${header}.eyJ${payload}.${signature}`);
const apiKey = text(BASE64URL, 43).map((random) => `mcp_${random}`);
const shaped = fc.oneof(jwt, apiKey);

/** Secrets that are told by where they are. */
const opaque = text('abcdef0123456789', 24, 40);

interface Log {
  readonly logger: Awaited<ReturnType<typeof createLogger>>;
  readonly writes: string[];
}

async function newLog(logFormat: 'json' | 'pretty' = 'json'): Promise<Log> {
  const writes: string[] = [];
  const sink = { write: (line: string) => void writes.push(line) };
  return { logger: await createLogger({ logLevel: 'trace', logFormat }, sink), writes };
}

function requestWith(headers: Record<string, string>, url: string): IncomingMessage {
  const request = new IncomingMessage(new Socket());
  Object.assign(request, { method: 'POST', url });
  Object.assign(request.headers, headers);
  request.rawHeaders = Object.entries(headers).flat();
  return request;
}

const inner = (part: string): string => part.replace(/^eyJ|^mcp_/, '');
/** No part of a secret that is of any use. */
const expectNone = (found: string, secret: string): void => {
  expect(found).not.toContain(secret);
  for (const part of secret.split('.')) if (part.length > 15) expect(found).not.toContain(inner(part));
};

describe.each(['json', 'pretty'] as const)('row 33: the log (%s)', (format) => {
  it.each<[string, (logger: Logger, secret: string) => void]>([
    ['a message', (l, s) => l.log(`caller sent ${s}, which is wrong`)],
    ['a message with breaks', (l, s) => l.warn(`caller sent\r\n${s}\r\n{"level":"fatal"}`)],
    ['an error', (l, s) => l.error('failed', new Error(`refused: ${s}`))],
    ['the cause of an error', (l, s) => l.error(new Error('failed', { cause: new Error(s) }))],
    ['a stack', (l, s) => l.error('failed', new Error(s).stack)],
    ['an object', (l, s) => l.log('m', { deep: { deeper: [{ text: `x ${s}` }] } })],
    ['a name', (l, s) => l.log('m', { [s]: 1 })],
    ['a value beside', (l, s) => l.debug('m', [s], 7)],
    ['a map', (l, s) => l.log(new Map([['a', s]]))],
    ['a URL', (l, s) => l.verbose(`GET /mcp?access_token=${s}&x=1`)],
    ['a context', (_l, s) => Logger.log('m', s)],
  ])('has no token that stands in %s, and one line for each record', async (_where, act) => {
    const { logger, writes } = await newLog(format);
    Logger.overrideLogger(logger);

    fc.assert(
      fc.property(shaped, (secret) => {
        writes.length = 0;
        act(new Logger('Suite'), secret);
        expect(writes).toHaveLength(1);
        expect(writes[0]!.match(/[\n\r]/g)).toEqual(['\n']);
        expectNone(writes[0]!, secret);
      }),
      { numRuns: 50 },
    );
    Logger.overrideLogger(false);
  });

  it.each<[string, (logger: Logger, secret: string) => void]>([
    ['a bearer token', (l, s) => l.log(`Authorization: Bearer ${s}`)],
    ['basic credentials', (l, s) => l.log('m', { headers: { authorization: `Basic ${s}` } })],
    ['an API key', (l, s) => l.log('m', { headers: { 'X-API-Key': s } })],
    ['a cookie', (l, s) => l.log('m', { headers: { cookie: `session=${s}; theme=dark` } })],
    ['cookies that are set', (l, s) => l.log('m', { headers: { 'set-cookie': [`session=${s}; HttpOnly`] } })],
    ['a header in a text', (l, s) => l.log(`sent {"x-api-key":"${s}"} and Cookie: a=${s}; b=${s}`)],
    [
      'headers as they are sent',
      (l, s) => l.log(`sent\nAuthorization: Bearer ${s}\r\nX-API-Key: ${s}\r\nCookie: a=${s}\r\n`),
    ],
    ['a password', (l, s) => l.log('m', { user: { name: 'ann', password: s, clientSecret: s, access_token: s } })],
    ['a connection string', (l, s) => l.error(new Error(`connect redis://:${s}@db:6379 failed`))],
    ['a query', (l, s) => l.log(`GET https://x.example/?a=1&api_key=${s}`)],
    [
      'a request',
      (l, s) => l.error('failed', requestWith({ authorization: `Bearer ${s}`, 'x-api-key': s }, `/?k=${s}`)),
    ],
    ['a request as message', (l, s) => l.error(requestWith({ 'x-api-key': s, cookie: s }, `/mcp?access_token=${s}`))],
    ['a request inside', (l, s) => l.warn('m', { request: requestWith({ 'x-api-key': s }, `/mcp?token=${s}`) })],
    [
      'a request of an error',
      (l, s) => l.error(Object.assign(new Error('x'), { request: { headers: { authorization: s } }, config: s })),
    ],
    ['a sensitive property', (l, s) => l.log('m', { input: Object.assign(new PayInput(), { password: s }) })],
    ['an input as message', (l, s) => l.log(Object.assign(new PayInput(), { order: 'SO-1', password: s }))],
    ['an input beside', (l, s) => l.log('m', Object.assign(new PayInput(), { password: s }))],
  ])('has no secret of %s', async (_where, act) => {
    const { logger, writes } = await newLog(format);
    Logger.overrideLogger(logger);

    fc.assert(
      fc.property(opaque, (secret) => {
        writes.length = 0;
        act(new Logger('Suite'), secret);
        expect(writes).toHaveLength(1);
        expectNone(writes[0]!, secret);
      }),
      { numRuns: 25 },
    );
    Logger.overrideLogger(false);
  });

  it('says the rest', async () => {
    const { logger, writes } = await newLog('json');
    Logger.overrideLogger(logger);

    new Logger('Suite').error(
      'failed',
      requestWith({ authorization: 'Bearer a1b2c3d4e5', accept: 'text/plain' }, '/mcp?a=b'),
    );
    Logger.overrideLogger(false);

    expect(JSON.parse(writes[0]!)).toMatchObject({
      msg: 'failed',
      data: {
        extra: [{ method: 'POST', path: '/mcp', headers: { authorization: '[redacted]', accept: 'text/plain' } }],
      },
    });
  });
});

async function logged(combination: (typeof combinations)[number]): Promise<Served & { log: Log; file: string }> {
  const [log, file] = [await newLog(), newAuditFile()];
  const served = await serve(AuditedToolset)
    .settings({ AUDIT_LOG: file })
    .prepared((app) => app.useLogger(log.logger))
    .over(combination);
  return { ...served, log, file };
}

describe.each(combinations)('$name:', (combination) => {
  it('row 34: what an error says reaches the log, and its client an id', async () => {
    const { client, log } = await logged(combination);

    const answer = await client.call('breaks', { order: 'SO-1' });

    const [, id] = /id ([0-9a-f]+)/.exec(JSON.stringify(answer)) ?? [];
    expect(JSON.stringify(answer)).not.toContain('database');
    const records = log.writes.map((line) => JSON.parse(line) as { msg: string; err: object });
    expect(records.filter(({ msg }) => msg?.endsWith(`id ${id}`))).toMatchObject([
      { level: 'error', err: { message: 'database of undefined is gone' } },
    ]);
  });

  it('row 33: sensitive values are in no answer, no log and no audit', async () => {
    const { client, log, file } = await logged(combination);
    const values = fc.record({ password: opaque, pin: text('123456789', 4) });

    await fc.assert(
      fc.asyncProperty(values, async ({ password, pin }) => {
        const card = { holder: 'Ann', pin };
        const answers = [
          await client.call('breaks', { order: 'o', password, card }),
          await client.call('tells', { order: 'o', password, card }),
          await client.call('pay', { order: 'o', password: password.slice(0, 7), card: { ...card, pin: `${pin}x` } }),
          await client.call('pay', { order: 'o', card: { holder: 7, pin: { [password]: pin } } }),
        ];
        // The id of a failure is random, and may hold any few digits.
        const told = JSON.stringify(answers).replace(/under the id [0-9a-f]+/g, '');
        expectNone(told, password);
        expect(told).not.toContain(pin);
        expect(told).not.toContain(password.slice(0, 7));
      }),
      { numRuns: 10 },
    );
    await fc.assert(
      fc.asyncProperty(values, async ({ password, pin }) => {
        log.writes.length = 0;
        await client.call('breaks', { order: 'o', password, card: { holder: 'Ann', pin } });
        const messages = log.writes.map((line) => {
          const { msg, err } = JSON.parse(line) as { msg: string; err?: object };
          return JSON.stringify([msg, err]).replace(/id [0-9a-f]+|:\d+:\d+/g, '');
        });
        expect(messages.join()).toContain('database of [redacted] is gone');
        expect(messages.join()).toContain('as [redacted] said');
        expectNone(messages.join(), password);
        expectNone(linesIn(file).join(), password);
      }),
      { numRuns: 10 },
    );
  });

  it('says what is wrong with a sensitive value without saying the value', async () => {
    const { client } = await logged(combination);

    const { content } = await client.call('pay', { order: 7, password: 'abc', card: { holder: 'Ann', pin: '12' } });

    expect(content).toEqual([
      {
        type: 'text',
        text: [
          'Invalid arguments for pay. Correct this and call again:',
          '- order: must be a string',
          '- password: must be longer than or equal to 8 characters',
          '- card.pin: is not accepted',
        ].join('\n'),
      },
    ]);
  });
});

describe.each([httpModern, httpSessionsLegacy, sse])('row 33, $name: a token that is sent', (combination) => {
  it('is in no answer, no log and no audit, wherever it stands', async () => {
    const { url, log, file } = await logged(combination);
    const path = combination === sse ? '/messages' : '/mcp';
    const call = (params: object): object => ({ jsonrpc: '2.0', id: 1, method: 'tools/call', params });

    await fc.assert(
      fc.asyncProperty(fc.oneof(shaped, opaque), async (secret) => {
        const ways: readonly [string, unknown, Record<string, string>][] = [
          ['', call({ name: 'pay' }), { Authorization: `Bearer ${secret}` }],
          ['', call({ name: 'pay' }), { 'X-API-Key': secret, Cookie: `a=${secret}` }],
          ['', call({ name: 'pay' }), { Origin: `https://${secret}.example`, Authorization: `Basic ${secret}` }],
          [`?access_token=${secret}`, call({ name: 'pay' }), {}],
          [`?sessionId=${secret}`, call({ name: 'pay' }), { 'Mcp-Session-Id': secret }],
          ['', `{"jsonrpc":"2.0","token":"${secret}`, {}],
          ['', call({ name: 'breaks', arguments: { order: 'o', password: secret } }), {}],
        ];
        for (const [query, body, headers] of ways) {
          const answer = await exchange(`${url}${path}${query}`, body, headers);
          expectNone(JSON.stringify(answer), secret);
        }
        expectNone(log.writes.join(), secret);
        expectNone(linesIn(file).join(), secret);
      }),
      { numRuns: 10 },
    );
  });
});
