import { randomUUID } from 'node:crypto';
import { endChildren, until } from './support/child.js';
import { call, NetworkChild, ping, POST_HEADERS, SseClient, textOf } from './support/network.js';

const MIB = 1024 * 1024;
const CLIENTS = 200;
const preload = ['with-probe.mjs'];

let server: NetworkChild;
let stateless: NetworkChild;

beforeAll(async () => {
  const env = { HTTP_SESSIONS: 'on', MAX_SESSIONS_PER_PRINCIPAL: '1000' };
  [server, stateless] = await Promise.all([
    NetworkChild.start({ preload, env }),
    NetworkChild.start({ preload, env: { TRANSPORT: 'http' } }),
  ]);
});
afterAll(endChildren);

interface Caller {
  readonly nonce: string;
  readonly text: string;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const delay = (): number => Math.floor(Math.random() * 300);
const noncesIn = (text: string): string[] => [...text.matchAll(/nonce\\":\\"([\w-]+)/g)].map(([, nonce = '']) => nonce);

/** Every answer went to its owner, and to nobody else. */
function expectOwn(callers: readonly Caller[]): void {
  expect(callers.map(({ text }) => noncesIn(text))).toEqual(callers.map(({ nonce }) => [nonce]));
}

const crowd = (act: (nonce: string) => Promise<string>): Promise<Caller[]> =>
  Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      const nonce = randomUUID();
      return { nonce, text: await act(nonce) };
    }),
  );

describe(`row 10: ${CLIENTS} clients with equal request ids get their own answers`, () => {
  it('statelessly', async () => {
    expectOwn(await crowd(async (nonce) => (await stateless.post(call(7, 'echo', { nonce, delayMs: delay() }))).text));
  });

  it('in sessions of HTTP', async () => {
    const sessions = await Promise.all(Array.from({ length: CLIENTS }, () => server.openSession()));
    expectOwn(
      await crowd(async (nonce) => {
        const session = sessions.pop() ?? {};
        const { text } = await server.post(call(7, 'echo', { nonce, delayMs: delay() }), session);
        await server.send('/mcp', { method: 'DELETE', headers: session });
        return text;
      }),
    );
  });

  it('on event streams', async () => {
    const clients = await Promise.all(Array.from({ length: CLIENTS }, () => SseClient.initialized(server)));
    const left = [...clients];
    const callers = await crowd(async (nonce) => {
      const client = left.pop();
      await client?.post(call(7, 'echo', { nonce, delayMs: delay() }));
      await client?.answer(7);
      return client?.raw ?? '';
    });
    expectOwn(callers);
    for (const client of clients) client.leave();
  });
});

describe('a client that does not read', () => {
  const memory = async (child: NetworkChild): Promise<number> => {
    const { text } = await child.post(call(1, 'memory'), child === server ? await server.openSession() : {});
    return Number(/\\"rss\\":(\d+)/.exec(text)?.[1]);
  };

  it('is cut from its event stream by a sender that does not wait', async () => {
    const client = await SseClient.initialized(server);
    client.response.pause();
    await client.post(call(1, 'flood', { events: 400, bytes: 64 * 1024, waits: false }));
    let status = 202;
    await until(() => {
      void client.post(ping(2)).then((reply) => (status = reply.status));
      return status === 404;
    }, 'end of the session');
  });

  it('is cut from its event stream by one that waits, and costs little memory', async () => {
    const before = await memory(server);
    const client = await SseClient.initialized(server);
    client.response.pause();
    await client.post(call(1, 'flood', { events: 2000, bytes: 64 * 1024 }));
    let status = 202;
    await until(
      () => {
        void client.post(ping(2)).then((reply) => (status = reply.status));
        return status === 404;
      },
      'end of the session',
      10_000,
    );
    // 128 MB were on their way.
    expect((await memory(server)) - before).toBeLessThan(60 * MIB);
  });

  it('is cut from the stream of a request, and costs little memory', async () => {
    const before = await memory(stateless);
    const slow = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const body = call(1, 'flood', { events: 2000, bytes: 64 * 1024 });
        const response = await stateless.open('/mcp', { method: 'POST', headers: POST_HEADERS, body });
        response.pause();
        return response;
      }),
    );
    await pause(2000);
    expect((await memory(stateless)) - before).toBeLessThan(60 * MIB);
    await pause(5000);
    // 8 x 128 MB were on their way.
    expect((await memory(stateless)) - before).toBeLessThan(120 * MIB);
    for (const response of slow) expect((await textOf(response)).length).toBeLessThan(16 * MIB);
  });

  it('is no reason to cut one that does, however much is sent', async () => {
    const flood = call(1, 'flood', { events: 500, bytes: 64 * 1024 });
    const client = await SseClient.initialized(server);
    const session = await server.openSession();
    await client.post(flood);
    const [alone, inSession] = await Promise.all([
      stateless.post(flood),
      server.post(flood, session),
      client.answer(1),
    ]);
    for (const text of [alone.text, inSession.text, client.raw]) {
      expect(text.split('notifications/message')).toHaveLength(501);
    }
    client.leave();
  });

  it('does not lose a large answer that it asked for, nor several at once', async () => {
    const client = await SseClient.initialized(server);
    client.response.pause();
    const nonce = 'n'.repeat(1.5 * MIB);
    for (const id of [1, 2, 3]) await client.post(call(id, 'echo', { nonce }));
    await new Promise((resolve) => setTimeout(resolve, 300));
    client.response.resume();
    for (const id of [1, 2, 3]) await client.answer(id);
    client.leave();
  });
});
