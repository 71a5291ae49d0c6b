import { httpModern, stdioLegacy, stdioModern } from '../../support/combinations.js';
import { refusalOf } from '../../support/refusal.js';
import { serve } from '../../support/serve.js';
import { accepting, makeKey } from './support/api-key.js';
import { EventStream } from './support/event-stream.js';
import { initialize, legacyMessage, modernHeaders, modernMessage, post, type Answer } from './support/messages.js';
import { OrdersToolset } from './support/orders.toolset.js';
import { TokenIssuer } from './support/token-issuer.js';

type Params = Readonly<Record<string, unknown>>;
type Ask = (method: string, params: Params, name?: string) => Promise<Answer>;

const both = { TRANSPORT: 'sse,http' };
let issuer: TokenIssuer;
let stream: EventStream | undefined;

beforeAll(async () => {
  issuer = await TokenIssuer.start();
});
afterEach(() => stream?.close());
afterAll(() => issuer.stop());

async function started(settings: Record<string, string> = {}, scope = 'orders:read') {
  const headers = { Authorization: `Bearer ${await issuer.token({ scope })}` };
  const { url } = await serve(OrdersToolset)
    .settings({ ...both, ...issuer.settings, ...settings })
    .sending(headers)
    .over(httpModern);
  return { url, headers };
}

/** Every way in which a message reaches the server over a network. */
const ways: readonly [string, 'mcp' | 'sse', (scope?: string) => Promise<Ask>][] = [
  [
    'POST /mcp, 2026-07-28',
    'mcp',
    async (scope) => {
      const { url, headers } = await started({}, scope);
      return (method, params, name) =>
        post(`${url}/mcp`, modernMessage(method, params), { ...headers, ...modernHeaders(method, name) });
    },
  ],
  [
    'POST /mcp, 2025-11-25',
    'mcp',
    async (scope) => {
      const { url, headers } = await started({}, scope);
      return (method, params) =>
        post(`${url}/mcp`, legacyMessage(method, params), { ...headers, 'MCP-Protocol-Version': '2025-11-25' });
    },
  ],
  [
    'POST /mcp in a session',
    'mcp',
    async (scope) => {
      const { url, headers } = await started({ HTTP_SESSIONS: 'on' }, scope);
      const opened = await post(`${url}/mcp`, initialize, headers);
      const session = { ...headers, 'Mcp-Session-Id': opened.headers.get('mcp-session-id')! };
      return (method, params) => post(`${url}/mcp`, legacyMessage(method, params), session);
    },
  ],
  [
    'POST /messages',
    'sse',
    async (scope) => {
      const { url, headers } = await started({}, scope);
      stream = await EventStream.open(url, headers);
      await post(stream.endpoint!, initialize, headers);
      return (method, params) => post(stream!.endpoint!, legacyMessage(method, params), headers);
    },
  ],
];

const argument = { name: 'id', value: '' };

const requests: readonly [string, string, Params, string | undefined][] = [
  ['a tool', 'tools/call', { name: 'orders_write', arguments: {} }, 'orders_write'],
  ['a prompt', 'prompts/get', { name: 'orders_explain', arguments: { topic: 'tax' } }, 'orders_explain'],
  ['a resource of a template', 'resources/read', { uri: 'orders://item/1' }, 'orders://item/1'],
  [
    'completions of a prompt',
    'completion/complete',
    { ref: { type: 'ref/prompt', name: 'orders_explain' }, argument },
    undefined,
  ],
  [
    'completions of a template',
    'completion/complete',
    { ref: { type: 'ref/resource', uri: 'orders://item/{id}' }, argument },
    undefined,
  ],
];

describe.each(ways)('row 16: %s', (_way, endpoint, open) => {
  it.each(requests)('%s with too few scopes → 403 that names all of them', async (_what, method, params, name) => {
    const ask = await open();

    const { status, headers, body } = await ask(method, params, name);

    expect([status, headers.get('www-authenticate'), JSON.parse(body)]).toEqual([
      403,
      'Bearer error="insufficient_scope", scope="orders:read orders:write", ' +
        `resource_metadata="https://mcp.example.com/.well-known/oauth-protected-resource/${endpoint}"`,
      { jsonrpc: '2.0', id: 1, error: { code: -32000, message: 'This needs the scopes orders:read, orders:write' } },
    ]);
  });

  it.each(requests)('%s with the scopes is served', async (_what, method, params, name) => {
    const ask = await open('orders:read orders:write');

    const { status } = await ask(method, params, name);

    expect(status).toBe(endpoint === 'sse' ? 202 : 200);
  });

  it('what does not exist is not forbidden', async () => {
    const ask = await open();

    const { status } = await ask('tools/call', { name: 'orders_none', arguments: {} }, 'orders_none');

    expect(status).not.toBe(403);
  });
});

describe('row 16', () => {
  it('a subscription with too few scopes → 403', async () => {
    const { url, headers } = await started({ HTTP_SESSIONS: 'on' });
    const opened = await post(`${url}/mcp`, initialize, headers);
    const session = { ...headers, 'Mcp-Session-Id': opened.headers.get('mcp-session-id')! };

    const { status } = await post(
      `${url}/mcp`,
      legacyMessage('resources/subscribe', { uri: 'orders://item/1' }),
      session,
    );

    expect(status).toBe(403);
  });

  it('a batch with one message that may not be served → 403 for all of it', async () => {
    const { url, headers } = await started();
    const batch = [legacyMessage('ping', {}, 1), legacyMessage('tools/call', { name: 'orders_write' }, 2)];

    const { status, body } = await post(`${url}/mcp`, batch, headers);

    expect([status, body]).toEqual([
      403,
      '{"jsonrpc":"2.0","error":{"code":-32000,"message":"This needs the scopes orders:read, orders:write"}}',
    ]);
  });

  it('an API key is told as well, without metadata where there is no issuer', async () => {
    const ann = makeKey('ann', ['orders:read']);
    const { url } = await serve(OrdersToolset)
      .settings(accepting(ann))
      .sending({ 'X-API-Key': ann.key })
      .over(httpModern);

    const { status, headers } = await post(`${url}/mcp`, modernMessage('tools/call', { name: 'orders_write' }), {
      'X-API-Key': ann.key,
      ...modernHeaders('tools/call', 'orders_write'),
    });

    expect([status, headers.get('www-authenticate')]).toEqual([
      403,
      'Bearer error="insufficient_scope", scope="orders:read orders:write"',
    ]);
  });

  it.each([stdioLegacy, stdioModern])('over $name it is an unknown tool', async (combination) => {
    const { client } = await serve(OrdersToolset).settings({ STDIO_SCOPES: 'orders:read' }).over(combination);

    expect(await refusalOf(client.call('orders_write'))).toEqual({
      code: -32602,
      message: 'Unknown tool: orders_write',
    });
  });
});
