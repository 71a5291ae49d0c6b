import { Tool, Toolset } from '../../src/index.js';
import { ErrorCode } from '../../src/mcp/index.js';
import { httpLegacy, httpModern, httpSessionsLegacy, sse } from '../support/combinations.js';
import { post, type Posted } from '../support/post.js';
import { serve } from '../support/serve.js';

@Toolset()
class SmallToolset {
  @Tool({ description: 'x' })
  echo(): string {
    return 'x';
  }
}

const modern = (method: string, params: object = {}): object => ({
  jsonrpc: '2.0',
  id: 1,
  method,
  params: {
    ...params,
    _meta: {
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientCapabilities': {},
    },
  },
});
const legacy = (method: string, params: object = {}): object => ({ jsonrpc: '2.0', id: 1, method, params });
const revision = (version: string, method: string, name?: string): Record<string, string> => ({
  'MCP-Protocol-Version': version,
  'Mcp-Method': method,
  ...(name !== undefined && { 'Mcp-Name': name }),
});
const nested = (depth: number): string =>
  `{"jsonrpc":"2.0","id":1,"method":"ping","params":${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}}`;

describe('the error codes', () => {
  it('are these', () => {
    expect(ErrorCode).toEqual({
      ParseError: -32700,
      InvalidRequest: -32600,
      MethodNotFound: -32601,
      InvalidParams: -32602,
      InternalError: -32603,
      Refused: -32000,
      HeaderMismatch: -32020,
      MissingClientCapability: -32021,
      UnsupportedRevision: -32022,
    });
  });
});

describe('what the HTTP endpoint refuses', () => {
  it.each<[string, unknown, Record<string, string>, Posted]>([
    ['no JSON', '{', {}, { status: 400, code: -32700 }],
    ['no JSON-RPC', { id: 1, method: 'ping' }, {}, { status: 400, code: -32600, id: 1 }],
    ['a method that is no text', { jsonrpc: '2.0', id: 1, method: 5 }, {}, { status: 400, code: -32600, id: 1 }],
    ['too deep a nesting', nested(65), {}, { status: 400, code: -32602, id: 1 }],
    ['an empty batch', [], {}, { status: 400, code: -32600 }],
    ['too large a message', 'x'.repeat(3000), {}, { status: 413, code: -32000 }],
    ['another content type', '{}', { 'Content-Type': 'text/plain' }, { status: 415, code: -32000 }],
    ['an encoding', '{}', { 'Content-Encoding': 'gzip' }, { status: 415, code: -32000 }],
    ['a foreign host', legacy('ping'), { Host: 'evil.example.com' }, { status: 403, code: -32000 }],
    ['a foreign origin', legacy('ping'), { Origin: 'https://evil.example.com' }, { status: 403, code: -32000 }],
    ['an unknown method', modern('no/such'), revision('2026-07-28', 'no/such'), { status: 404, code: -32601, id: 1 }],
    [
      'headers that contradict the message',
      modern('tools/list'),
      revision('2026-07-28', 'tools/call'),
      { status: 400, code: -32020, id: 1 },
    ],
    [
      'a modern revision without its envelope',
      legacy('tools/list'),
      revision('2026-07-28', 'tools/list'),
      { status: 400, code: -32602, id: 1 },
    ],
    [
      'an unknown tool',
      modern('tools/call', { name: 'nothing' }),
      revision('2026-07-28', 'tools/call', 'nothing'),
      { status: 200, code: -32602, id: 1 },
    ],
  ])('%s', async (_what, body, headers, expected) => {
    const { url } = await serve(SmallToolset).settings({ MAX_BODY_BYTES: '2048' }).over(httpModern);

    const answer = await post(`${url}/mcp`, body, headers);

    expect(answer).toEqual(expected);
  });

  it.each<[string, unknown, Record<string, string>, Posted]>([
    ['a message without a session', legacy('tools/list'), {}, { status: 400, code: -32000 }],
    ['a session that is unknown', legacy('tools/list'), { 'Mcp-Session-Id': 'x' }, { status: 404, code: -32000 }],
  ])('with sessions: %s', async (_what, body, headers, expected) => {
    const { url } = await serve(SmallToolset).over(httpSessionsLegacy);

    const answer = await post(`${url}/mcp`, body, headers);

    expect(answer).toEqual(expected);
  });

  it('a session beyond the limit of its owner', async () => {
    const { url } = await serve(SmallToolset).settings({ MAX_SESSIONS_PER_PRINCIPAL: '1' }).over(httpSessionsLegacy);
    const initialize = legacy('initialize', {
      protocolVersion: '2025-11-25',
      capabilities: {},
      clientInfo: { name: 'x', version: '1' },
    });

    const answer = await post(`${url}/mcp`, initialize);

    expect(answer).toEqual({ status: 429, code: -32000, retryAfter: '30' });
  });
});

describe('what the HTTP+SSE endpoint refuses', () => {
  it.each<[string, string, unknown, Posted]>([
    ['a message without a session', '/messages', legacy('ping'), { status: 400, code: -32000 }],
    ['a session that is unknown', '/messages?sessionId=x', legacy('ping'), { status: 404, code: -32000 }],
  ])('%s', async (_what, path, body, expected) => {
    const { url } = await serve(SmallToolset).over(sse);

    const answer = await post(`${url}${path}`, body);

    expect(answer).toEqual(expected);
  });
});

describe('what the limits refuse', () => {
  it.each<[string, Record<string, string>, object, Posted]>([
    ['messages', { THROTTLE_LIMIT: '2', THROTTLE_TTL_SECONDS: '1000' }, legacy('ping'), { status: 429, code: -32000 }],
    [
      'initialize',
      { THROTTLE_INITIALIZE_LIMIT: '1' },
      legacy('initialize', {
        protocolVersion: '2025-11-25',
        capabilities: {},
        clientInfo: { name: 'x', version: '1' },
      }),
      { status: 429, code: -32000, id: 1 },
    ],
  ])('too many of %s', async (_what, settings, message, expected) => {
    const { url } = await serve(SmallToolset).settings(settings).over(httpModern);
    for (let sent = 0; sent < 3; sent += 1) await post(`${url}/mcp`, message);

    const answer = await post(`${url}/mcp`, message);

    expect(answer).toEqual({ ...expected, retryAfter: expect.stringMatching(/^\d+$/) as string });
  });
});

describe('the stateless endpoint', () => {
  it.each(['GET', 'DELETE', 'PUT'])('does not take %s', async (method) => {
    const { url } = await serve(SmallToolset).over(httpLegacy);

    const { status } = await fetch(`${url}/mcp`, { method, headers: { Accept: 'text/event-stream' } });

    expect(status).toBe(405);
  });
});
