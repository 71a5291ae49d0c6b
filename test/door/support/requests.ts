import { legacyMessage, malformedMessage, modernMessage } from './messages.js';
import type { Random } from './random.js';
import type { Shot } from './wire.js';

type Header = readonly [name: string, value: string];

/** What the requests of one scenario draw from, beside the messages. Each is a list of headers that go together. */
export interface Choices {
  readonly credentials?: readonly (readonly Header[])[];
  readonly hosts?: readonly string[];
  readonly origins?: readonly string[];
  readonly forwarded?: readonly (readonly Header[])[];
  /** Header values of sessions; `{session}` stands for the latest one of the side. */
  readonly sessions?: readonly string[];
  /** One in so many requests is odd in its first line, its framing or its body. */
  readonly oddOneIn?: number;
  /** Whether clients may end in the middle of a body. */
  readonly leaves?: boolean;
}

const targets = [
  ...[
    '/MCP',
    '/mcp/',
    '//mcp',
    '/mcp?x',
    '/mcp?x=1&y[]=2&y[]=3',
    '/%6dcp',
    '/mcp/x',
    '/mcp#x',
    '/mcp?#',
    '/mcp??',
    '*',
  ],
  ...[
    'http://localhost/mcp',
    'http://localhost/mcp?x=1',
    'http://elsewhere.example/mcp',
    '/mcp;x',
    '/./mcp',
    '/mcp%2f',
  ],
  ...['/mcp?access_token=secret', '/mcp?x=%zz', '/mcp%zz', '/', '/nothing', '/sse', '/health/live', '\\mcp', '/mcp%00'],
  ...['/messages', '/messages?sessionId=x', '/messages?sessionId={sse}', '/messages?sessionId={sse}&sessionId={sse}'],
  ...['/Messages?sessionId={sse}', '/messages/?sessionId={sse}', '/.well-known/oauth-protected-resource'],
];

const types = ['text/plain', 'application/json; charset=utf-8', 'APPLICATION/JSON', 'application/json-rpc', '', 'x'];
const accepts = ['application/json', 'text/event-stream', '*/*', 'application/json,text/event-stream;q=0.1', ''];

/** Makes one request after the other, mostly ordinary ones. */
export function request(random: Random, choices: Choices): Shot {
  const {
    leaves = true,
    oddOneIn = 4,
    credentials = [[]],
    hosts = ['localhost'],
    forwarded = [[]],
    origins,
    sessions,
  } = choices;
  const odd = (): boolean => random.once(oddOneIn * 4);
  const message = random.once(oddOneIn * 3) ? malformedMessage(random) : pickMessage(random);
  const isMessages = sessions !== undefined && random.once(4);
  const method = odd() ? random.pick(['GET', 'DELETE', 'PUT', 'PATCH', 'HEAD', 'OPTIONS', 'post', 'LOCK']) : 'POST';
  const named = isMessages ? '/messages?sessionId={sse}' : '/mcp';
  const headers: Header[] = [
    ['Host', random.pick(hosts)],
    ['Accept', odd() ? random.pick(accepts) : 'application/json, text/event-stream'],
    ...(odd() ? [] : [['Content-Type', odd() ? random.pick(types) : 'application/json'] as Header]),
    ...message.headers,
    ...random.pick(credentials),
    ...random.pick(forwarded),
    ...(origins && random.once(2) ? [['Origin', random.pick(origins)] as Header] : []),
    ...(sessions && random.once(2) ? [['Mcp-Session-Id', random.pick(sessions)] as Header] : []),
    ...(odd() ? [random.pick(oddHeaders)] : []),
  ];
  const hasBody = method === 'POST' || random.once(4);
  const body = hasBody ? { body: message.body, ...framingOf(random, odd(), leaves, message.body) } : {};
  const target = odd() ? random.pick(targets) : named;
  return { method, target, headers, ...body, ...(odd() && random.once(3) && { version: '1.0' as const }) };
}

const oddHeaders: readonly Header[] = [
  ...[
    ['Content-Encoding', 'gzip'] as const,
    ['Content-Encoding', 'identity'] as const,
    ['Expect', '100-continue'] as const,
  ],
  ...[['Expect', 'nothing'] as const, ['Connection', 'close'] as const, ['X-Refuse', '1'] as const],
  ...[['X-Custom', 'value'] as const, ['X-HTTP-Method-Override', 'GET'] as const, ['If-None-Match', '*'] as const],
  ...[['Access-Control-Request-Method', 'POST'] as const, ['Host', 'localhost'] as const, ['Cookie', 'a=b'] as const],
  ...[['traceparent', '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'] as const],
  ...[['X-Requested-With', 'XMLHttpRequest'] as const, ['Accept', 'text/html'] as const, ['Upgrade', 'h2c'] as const],
];

function pickMessage(random: Random): ReturnType<typeof legacyMessage> {
  return random.once(2) ? legacyMessage(random) : modernMessage(random);
}

/** A longer body than the one that comes needs a client that says it has ended. */
function framingOf(random: Random, isOdd: boolean, leaves: boolean, body: string): Pick<Shot, 'framing' | 'ends'> {
  const length = Buffer.byteLength(body);
  if (!isOdd || length !== body.length) return random.once(6) ? { framing: 'chunked' } : {};
  const longer = [length + 10, 100_000].map((framing) => ({ framing, ends: true }));
  return random.pick([{ framing: Math.max(0, length - 3) }, { framing: 0 }, ...(leaves ? longer : [])]);
}
