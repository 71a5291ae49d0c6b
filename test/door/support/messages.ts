import type { Random } from './random.js';

type Json = Readonly<Record<string, unknown>>;

/** A message, and the headers that its revision asks for. */
export interface Generated {
  readonly body: string;
  readonly headers: readonly (readonly [string, string])[];
}

const MODERN = '2026-07-28';

const tools: readonly (readonly [string, Json])[] = [
  ['echo', { text: 'hello' }],
  ['echo', { text: 'é'.repeat(200) }],
  ['echo', { text: 5 }],
  ['echo', {}],
  ['who', {}],
  ['fails', {}],
  ['breaks', {}],
  ['later', { text: 'soon' }],
  ['write', {}],
  ['looked', { text: 'x' }],
  ['looked', { text: 'y' }],
  ['filtered', {}],
  ['shouted', { text: 'quiet' }],
  ['visited', {}],
  ['visited', {}],
  ['nothing', {}],
];

const initialize = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'door', version: '1' } };

const others: readonly (readonly [string, Json | undefined])[] = [
  ['initialize', initialize],
  ['initialize', { ...initialize, protocolVersion: '2025-03-26' }],
  ['initialize', { protocolVersion: 5 }],
  ['ping', {}],
  ['ping', undefined],
  ['tools/list', {}],
  ['tools/list', { cursor: 'none' }],
  ['resources/list', {}],
  ['resources/read', { uri: 'plain://it' }],
  ['resources/read', { uri: 'plain://other' }],
  ['prompts/list', {}],
  ['prompts/get', { name: 'greet' }],
  ['prompts/get', {}],
  ['server/discover', {}],
  ['logging/setLevel', { level: 'debug' }],
  ['no/such', {}],
];

function requestOf(random: Random): readonly [string, Json | undefined] {
  if (random.once(3)) return random.pick(others);
  const [name, args] = random.pick(tools);
  return ['tools/call', { name, arguments: args }];
}

const idOf = (random: Random): unknown =>
  random.pick<unknown>([1, 2, 'a', 'request-7', 0, -1, 1.5, null, undefined, {}]);

function legacy(random: Random): Json {
  const [method, params] = requestOf(random);
  return { jsonrpc: '2.0', id: random.once(6) ? idOf(random) : 1, method, ...(params && { params }) };
}

/** Legacy requests, with batches of the revision that had them. */
export function legacyMessage(random: Random): Generated {
  const revision = random.pick(['', '', '', '2025-11-25', '2025-06-18', '2025-03-26', '1999-01-01']);
  const headers: [string, string][] = revision === '' ? [] : [['MCP-Protocol-Version', revision]];
  if (random.once(8)) return { headers, body: JSON.stringify(random.pick(notices)) };
  if (!random.once(8)) return { headers, body: JSON.stringify(legacy(random)) };
  const batch = Array.from({ length: random.pick([0, 1, 2, 3, 5]) }, (_, id) => ({ ...legacy(random), id }));
  return { headers: random.once(2) ? headers : [['MCP-Protocol-Version', '2025-03-26']], body: JSON.stringify(batch) };
}

const notices: readonly Json[] = [
  { jsonrpc: '2.0', method: 'notifications/initialized' },
  { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } },
  { jsonrpc: '2.0', method: 'no/such' },
  { jsonrpc: '2.0', id: 9, result: {} },
  { jsonrpc: '2.0', id: 9, error: { code: 1, message: 'no' } },
];

/** Modern requests, some of which contradict their headers. */
export function modernMessage(random: Random): Generated {
  const [method, params = {}] = requestOf(random);
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': random.once(12) ? '2099-01-01' : MODERN,
    'io.modelcontextprotocol/clientInfo': { name: 'door', version: '1' },
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  const named = (params as { name?: unknown; uri?: unknown }).name ?? (params as { uri?: unknown }).uri;
  const headers: [string, string][] = [
    ['MCP-Protocol-Version', random.once(15) ? '2025-11-25' : MODERN],
    ...(random.once(12) ? [] : [['Mcp-Method', random.once(12) ? 'ping' : method] as [string, string]]),
    ...(typeof named === 'string' && !random.once(12) ? [['Mcp-Name', named] as [string, string]] : []),
  ];
  const message = { jsonrpc: '2.0', id: random.once(8) ? idOf(random) : 1, method, params: { ...params, _meta } };
  return { headers, body: JSON.stringify(message) };
}

const nested = (depth: number): string =>
  `{"jsonrpc":"2.0","id":1,"method":"ping","params":${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}}`;

/** What no client should send. */
export function malformedMessage(random: Random): Generated {
  const body = random.pick([
    ...['', '{', 'null', '5', '"text"', '[]', '[1]', '[[]]', '{}', '{"id":1}', '\u0000', '{"jsonrpc":"1.0","id":1}'],
    ...['{"jsonrpc":"2.0","id":1,"method":5}', '{"jsonrpc":"2.0","id":1,"method":"ping","method":"tools/list"}'],
    ...['{"jsonrpc":"2.0","id":1,"method":"ping","params":[]}', nested(63), nested(65), nested(2000)],
    ...[`{"jsonrpc":"2.0","id":1,"method":"ping","params":{"x":"${'x'.repeat(5000)}"}}`, 'x'.repeat(9000)],
    '{"__proto__":{"method":"ping"},"jsonrpc":"2.0","id":1}',
  ]);
  return { headers: [], body };
}
