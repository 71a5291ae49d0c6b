import { SessionRegistry } from '../../../src/transports/network/session.registry.js';
import { httpModern } from '../../support/combinations.js';
import { serve } from '../../support/serve.js';
import { accepting, makeKey } from '../auth/support/api-key.js';
import { EventStream } from '../auth/support/event-stream.js';
import { initialize, post, send, type Answer } from '../auth/support/messages.js';
import { OrdersToolset } from '../auth/support/orders.toolset.js';
import { everyTransport } from './support/routes.js';

const ann = makeKey('ann', ['*']);
const bob = makeKey('bob', ['*']);
const client = makeKey('client', ['*']);
const header = (key: string): Record<string, string> => ({ 'X-API-Key': key });

const from = (address: string): Record<string, string> => ({ 'X-Forwarded-For': address });

async function started(settings: Record<string, string>): Promise<string> {
  const env = { ...everyTransport, ...accepting(ann, bob, client), ...settings };
  return (await serve(OrdersToolset).settings(env).sending(header(client.key)).over(httpModern)).url;
}

const transports: readonly [
  string,
  (url: string, key: string) => Promise<Answer>,
  (url: string) => Promise<() => void>,
][] = [
  [
    'HTTP',
    (url, key) => post(`${url}/mcp`, initialize, header(key)),
    async (url) => {
      await post(`${url}/mcp`, initialize, header(ann.key));
      return () => undefined;
    },
  ],
  [
    'HTTP+SSE',
    (url, key) => send(`${url}/sse`, { headers: header(key) }),
    async (url) => {
      const stream = await EventStream.open(url, header(ann.key));
      return () => stream.close();
    },
  ],
];

const refusal = ({ status, headers }: Answer): unknown => [status, headers.get('retry-after')];

describe.each(transports)('row 30: sessions over %s', (_name, open, hold) => {
  it('N+1 of one principal → 429 with Retry-After, while others have theirs', async () => {
    const url = await started({ MAX_SESSIONS_PER_PRINCIPAL: '2' });
    const held = [await hold(url), await hold(url)];

    const [mine, other] = [await open(url, ann.key), await open(url, bob.key)];
    held.forEach((release) => release());

    expect([refusal(mine), other.status]).toEqual([[429, '30'], 200]);
  });

  it('N+1 in all → 503 with Retry-After', async () => {
    const url = await started({ MAX_SESSIONS: '2' });
    const held = [await hold(url), await hold(url)];

    const answer = await open(url, bob.key);
    held.forEach((release) => release());

    expect(refusal(answer)).toEqual([503, '30']);
  });
});

describe.each<
  [string, (url: string, address: string) => Promise<Answer>, (url: string, address: string) => Promise<() => void>]
>([
  [
    'HTTP',
    (url, address) => post(`${url}/mcp`, initialize, from(address)),
    async (url, address) => {
      await post(`${url}/mcp`, initialize, from(address));
      return () => undefined;
    },
  ],
  [
    'HTTP+SSE',
    (url, address) => send(`${url}/sse`, { headers: from(address) }),
    async (url, address) => {
      const stream = await EventStream.open(url, from(address));
      return () => stream.close();
    },
  ],
])('row 30: sessions of anonymous callers over %s', (_name, open, hold) => {
  it('are counted by address, so that nobody uses up those of others', async () => {
    const { url } = await serve(OrdersToolset)
      .settings({ ...everyTransport, TRUST_PROXY: '127.0.0.1', MAX_SESSIONS_PER_PRINCIPAL: '2' })
      .over(httpModern);
    const held = [await hold(url, '192.0.2.7'), await hold(url, '192.0.2.7')];

    const [same, mapped, other] = [
      await open(url, '192.0.2.7'),
      await open(url, '::ffff:192.0.2.7'),
      await open(url, '192.0.2.8'),
    ];
    held.forEach((release) => release());

    expect([refusal(same), mapped.status, other.status]).toEqual([[429, '30'], 429, 200]);
  });
});

it('row 30: one standing stream for each session, N+1 → 409', async () => {
  const url = await started({});
  const { headers } = await post(`${url}/mcp`, initialize, header(ann.key));
  const own = { ...header(ann.key), 'Mcp-Session-Id': headers.get('mcp-session-id')! };
  const abort = new AbortController();
  const stream = { headers: { ...own, Accept: 'text/event-stream' } };
  const first = await fetch(`${url}/mcp`, { ...stream, signal: abort.signal });

  const second = await send(`${url}/mcp`, stream);
  abort.abort();

  expect([first.status, second.status]).toEqual([200, 409]);
});

it.each([
  ['/sse', 'GET'],
  ['/mcp', 'GET, POST, DELETE'],
])('row 30: HEAD %s opens no session → 405', async (path, allowed) => {
  const { url, app } = await serve(OrdersToolset).settings(everyTransport).over(httpModern);

  const { status, headers } = await send(`${url}${path}`, { method: 'HEAD' });

  expect([status, headers.get('allow'), app.get(SessionRegistry, { strict: false }).size]).toEqual([405, allowed, 0]);
});
