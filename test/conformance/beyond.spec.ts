import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { IsInt } from 'class-validator';
import { McpContext, Tool, Toolset } from '../../src/index.js';
import {
  httpLegacy,
  httpModern,
  httpSessionsLegacy,
  sse,
  stdioLegacy,
  stdioModern,
  type Combination,
} from '../support/combinations.js';
import { eventually } from '../support/eventually.js';
import { serve, type Served } from '../support/serve.js';
import { raw, type Message, type RawClient } from './support/raw.client.js';

/** What the official suite does not ask of a server. */

const CLIENTS = 200;
const LATEST = '2025-11-25';
const REVISIONS = ['2024-10-07', '2024-11-05', '2025-03-26', '2025-06-18', LATEST];

/** What happened inside the tools, and when. */
@Injectable()
class Diary {
  readonly entries: string[] = [];
  abortedAt = 0;
}

class EchoInput {
  @IsInt() number!: number;
}

@Toolset()
class ProbeToolset {
  constructor(private readonly diary: Diary) {}

  @Tool({ description: 'Answers with the number after a while that differs from call to call.' })
  async echo({ number }: EchoInput): Promise<string> {
    await sleep(number % 10);
    return `number ${number}`;
  }

  @Tool({ description: 'Waits until it is stopped.' })
  async wait({ signal }: McpContext): Promise<string> {
    this.diary.entries.push('started');
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    this.diary.abortedAt = Date.now();
    this.diary.entries.push('aborted');
    return 'too late';
  }
}

const META = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientCapabilities': {},
};

const call = (id: string | number, name: string, args: object, { era }: Combination): Message => ({
  jsonrpc: '2.0',
  id,
  method: 'tools/call',
  params: { name, arguments: args, ...(era === 'modern' && { _meta: META }) },
});

const textOf = ({ result }: Message): unknown => (result?.['content'] as { text: string }[] | undefined)?.[0]?.text;

/** All clients come from one address here. */
const UNLIMITED = {
  THROTTLE_LIMIT: '0',
  THROTTLE_INITIALIZE_LIMIT: '0',
  MAX_CONCURRENT_CALLS_PER_PRINCIPAL: '0',
  MAX_SESSIONS_PER_PRINCIPAL: `${2 * CLIENTS}`,
};

const served = (combination: Combination): Promise<Served> =>
  serve(ProbeToolset).settings(UNLIMITED).providing(Diary).over(combination);

/** A client that may call. */
async function ready(application: Served, combination: Combination): Promise<RawClient> {
  const client = await raw(application, combination);
  if (combination.era === 'legacy') await client.initialize(LATEST);
  return client;
}

describe.each([stdioLegacy, sse, httpLegacy, httpSessionsLegacy])('initialize over $name', (combination) => {
  it('agrees on every older revision that is asked for, and serves it', async () => {
    const application = await served(combination);
    const outcomes = REVISIONS.map(async (revision) => {
      const client = await raw(application, combination);
      const { result } = await client.initialize(revision);
      const answer = await client.exchange(call(1, 'echo', { number: 7 }, combination));
      client.leave();
      return [result?.['protocolVersion'], textOf(answer)];
    });
    expect(await Promise.all(outcomes)).toEqual(REVISIONS.map((revision) => [revision, 'number 7']));
  });

  it.each(['2099-01-01', '2026-07-28', 'unheard-of'])(
    'answers %s with the latest revision it opens',
    async (revision) => {
      const client = await raw(await served(combination), combination);
      expect((await client.initialize(revision)).result?.['protocolVersion']).toBe(LATEST);
      client.leave();
    },
  );
});

describe.each([stdioLegacy, sse, httpLegacy, httpSessionsLegacy])('a batch over $name', (combination) => {
  const batch = [3, 1, 2].map((number) => call(number, 'echo', { number }, combination));

  it('is answered in full in the revision that has batches, 2025-03-26', async () => {
    const client = await raw(await served(combination), combination);
    await client.initialize('2025-03-26');
    await client.post([...batch, { jsonrpc: '2.0', method: 'notifications/initialized' }]);
    const answers = await Promise.all([1, 2, 3].map((id) => client.answer(id)));
    expect(answers.map(textOf)).toEqual(['number 1', 'number 2', 'number 3']);
    client.leave();
  });

  it('is refused in a later revision', async () => {
    const client = await raw(await served(combination), combination);
    await client.initialize('2025-06-18');
    await client.post(batch);
    await eventually(() => expect(client.received.at(-1)?.error?.code).toBe(-32600));
    client.leave();
  });
});

describe.each([stdioLegacy, stdioModern, sse, httpSessionsLegacy])('a running call over $name', (combination) => {
  it('is aborted within a second of its cancellation, and not answered', async () => {
    const application = await served(combination);
    const diary = application.app.get(Diary);
    const client = await ready(application, combination);
    void client.post(call('slow', 'wait', {}, combination)).catch(() => undefined);
    await eventually(() => expect(diary.entries).toEqual(['started']));

    const cancelledAt = Date.now();
    await client.post({
      jsonrpc: '2.0',
      method: 'notifications/cancelled',
      params: { requestId: 'slow', ...(combination.era === 'modern' && { _meta: META }) },
    });

    await eventually(() => expect(diary.entries).toEqual(['started', 'aborted']));
    expect(diary.abortedAt - cancelledAt).toBeLessThan(1000);
    expect(textOf(await client.exchange(call('next', 'echo', { number: 1 }, combination)))).toBe('number 1');
    expect(client.received.filter(({ id }) => id === 'slow')).toEqual([]);
    client.leave();
  });
});

describe.each([
  { ...httpModern, limitMs: 1000 },
  { ...sse, limitMs: 1000 },
  // A client that closes its end may still read: calls get 1.5 seconds to be answered.
  { ...stdioModern, limitMs: 2500 },
  { ...stdioLegacy, limitMs: 2500 },
])('a running call over $name', ({ limitMs, ...combination }) => {
  it(`is aborted within ${limitMs} ms of the disappearance of its client`, async () => {
    const application = await served(combination);
    const diary = application.app.get(Diary);
    const client = await ready(application, combination);
    void client.post(call('slow', 'wait', {}, combination)).catch(() => undefined);
    await eventually(() => expect(diary.entries).toEqual(['started']));

    const leftAt = Date.now();
    client.leave();

    await eventually(() => expect(diary.entries).toEqual(['started', 'aborted']), 2 * limitMs);
    expect(diary.abortedAt - leftAt).toBeLessThan(limitMs);
  });
});

describe.each([stdioLegacy, stdioModern, sse, httpLegacy, httpModern, httpSessionsLegacy])(
  `${CLIENTS} clients at once over $name`,
  (combination) => {
    it('get their own answers to requests with equal ids', async () => {
      const application = await served(combination);
      const numbers = Array.from({ length: CLIENTS }, (_, number) => number);
      const clients = await Promise.all(numbers.map(() => ready(application, combination)));

      const answers = await Promise.all(
        clients.map((client, number) => client.exchange(call(1, 'echo', { number }, combination))),
      );

      expect(answers.map(textOf)).toEqual(numbers.map((number) => `number ${number}`));
      // Nobody has heard what was meant for another.
      expect(clients.map(({ received }) => received.filter(({ id }) => id === 1).length)).toEqual(numbers.map(() => 1));
      clients.forEach((client) => client.leave());
    });
  },
);
