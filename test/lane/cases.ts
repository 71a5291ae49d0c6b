import fc from 'fast-check';
import type { Sent } from './wire.js';

type Json = fc.Arbitrary<unknown>;

/** Stands for a number that is larger than any that JSON can be read into. */
const BIG = 'BIG';

const PREFIX = 'io.modelcontextprotocol/';
const REVISION = '2026-07-28';

const word = fc.constantFrom('bread', 'a', '', 'ä€😀', 'x'.repeat(60), '"\\\u0000');

const argumentsOf: Record<string, Json> = {
  echo: fc.record({ text: word, times: fc.constantFrom(1, 2, 0, '3', null) }, { requiredKeys: [] }),
  measure: fc.record({ text: word, extra: fc.boolean() }, { requiredKeys: ['text'] }),
  fail: fc.record({ how: fc.constantFrom('expected', 'http', 'internal', 'unserialisable', 'late', 'other') }),
};

const tool: Json = fc
  .constantFrom(
    ...['echo', 'echo', 'measure', 'steps', 'chatter', 'slow', 'fail', 'hang', 'asking', 'blocks', 'background'],
    ...['admin_purge', 'unknown', ''],
  )
  .chain((name) =>
    fc.record(
      { name: fc.constant(name), arguments: argumentsOf[name] ?? fc.constantFrom({}, { unknown: 1 }, [], 'text') },
      { requiredKeys: argumentsOf[name] ? ['name', 'arguments'] : ['name'] },
    ),
  );

const uri = fc.constantFrom(
  'lane://fixed',
  'lane://items/a',
  'lane://items/none',
  'lane://items/%',
  'lane://own',
  'lane://malformed',
  '',
);
const cursor = fc.constantFrom('MTplY2hv', 'nonsense', 7, null);
const list = fc.record({ cursor }, { requiredKeys: [] });

/** Parameters by method; those of most cases fit, and of some not quite. */
const METHODS: Record<string, Json> = {
  'tools/call': tool,
  'tools/list': list,
  'prompts/list': list,
  'prompts/get': fc.record({
    name: fc.constantFrom('write', 'tell', 'unknown'),
    arguments: fc.record({ topic: word }),
  }),
  'resources/list': list,
  'resources/templates/list': list,
  'resources/read': fc.record({ uri }),
  'resources/subscribe': fc.record({ uri }),
  'completion/complete': fc.record({
    ref: fc.constantFrom(
      { type: 'ref/prompt', name: 'write' },
      { type: 'ref/resource', uri: 'lane://items/{name}' },
      {},
    ),
    argument: fc.record({ name: fc.constantFrom('topic', 'name'), value: word }),
  }),
  ping: fc.constant({}),
  initialize: fc.record({
    protocolVersion: fc.constantFrom('2025-11-25', '2024-11-05', REVISION, '1', 7),
    capabilities: fc.constantFrom({}, { elicitation: {} }, []),
    clientInfo: fc.constantFrom({ name: 'lane', version: '1' }, { name: 'lane' }),
  }),
  'server/discover': fc.constant({}),
  'logging/setLevel': fc.record({ level: fc.constantFrom('info', 'loud') }),
  'tasks/get': fc.record({ taskId: word }),
  'made/up': fc.constant({}),
};

const method = fc.constantFrom('tools/call', 'tools/call', 'tools/call', ...Object.keys(METHODS));

const id: Json = fc.oneof({ weight: 20, arbitrary: fc.nat() }, fc.constantFrom('text', '', -1, 1.5, null, 2 ** 60, {}));

const token = often(7, 'token', 1.5, {});

const capabilities = fc.oneof(
  { weight: 3, arbitrary: fc.constant<unknown>({}) },
  { weight: 1, arbitrary: fc.constant({ elicitation: {} }) },
  { weight: 1, arbitrary: fc.constantFrom({ experimental: { a: { b: null } } }, { experimental: { a: { b: BIG } } }) },
  often({ elicitation: { form: {} } }, { extensions: { [`${PREFIX}tasks`]: {} } }, []),
);

const envelope = fc.record(
  {
    [`${PREFIX}protocolVersion`]: often(REVISION, '2027-01-01', '2025-11-25', 7),
    [`${PREFIX}clientCapabilities`]: capabilities,
    [`${PREFIX}clientInfo`]: often({ name: 'lane', version: '1.0.0' }, { name: 'lane' }, 'lane'),
    [`${PREFIX}logLevel`]: often('debug', 'error', 'loud'),
  },
  { requiredKeys: [`${PREFIX}protocolVersion`, `${PREFIX}clientCapabilities`] },
);

const meta = fc.record(
  {
    progressToken: token,
    traceparent: fc.constant('00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'),
    own: word,
  },
  { requiredKeys: [] },
);

/** A little more, or not what it should be. */
const further = fc.oneof(
  { weight: 20, arbitrary: fc.constant({}) },
  fc.constantFrom(
    { requestState: 'forged' },
    { inputResponses: { colour: { action: 'accept', content: { colour: 'red' } } } },
    { task: { ttl: 1 } },
    { _meta: { [`${PREFIX}related-task`]: { taskId: '1' } } },
    { _meta: 'none' },
  ),
);

/** The usual value in most cases. */
function often<T>(usual: T, ...others: unknown[]): Json {
  return fc.oneof({ weight: 20, arbitrary: fc.constant<unknown>(usual) }, fc.constantFrom(...others));
}

const NAMES: Record<string, string> = { 'tools/call': 'name', 'prompts/get': 'name', 'resources/read': 'uri' };

const message = fc.oneof(
  { weight: 20, arbitrary: fc.record({ jsonrpc: often('2.0', '1.0'), id }) },
  fc.constantFrom<object>(
    { jsonrpc: '2.0' },
    { jsonrpc: '2.0', id: 1, extra: 1 },
    { jsonrpc: '2.0', id: 1, result: {} },
  ),
);

/** Headers that stand in the place of the usual ones; `undefined` takes one away. */
const oddHeaders = fc.oneof(
  { weight: 20, arbitrary: fc.constant<Record<string, string | undefined>>({}) },
  fc.constantFrom<Record<string, string | undefined>>(
    { accept: 'application/json' },
    { accept: '*/*' },
    { accept: undefined },
    { 'mcp-protocol-version': undefined },
    { 'mcp-protocol-version': '2025-06-18' },
    { 'mcp-protocol-version': '1999-01-01' },
    { 'mcp-protocol-version': REVISION },
    { 'mcp-method': undefined },
    { 'mcp-method': 'ping' },
    { 'mcp-name': undefined },
    { 'mcp-name': 'other' },
    { 'mcp-name': '=?base64?ZWNobw==?=' },
    { 'mcp-session-id': 'made-up' },
    { 'content-type': 'application/json; charset=utf-8' },
  ),
);

const request = method.chain((name) => fc.record({ name: fc.constant(name), params: METHODS[name]!, message }));

/** Requests of the 2025 revisions. */
export const legacyCases: fc.Arbitrary<Sent> = fc
  .record({ request, meta: fc.option(meta, { nil: undefined }), further, oddHeaders, version: often('2025-11-25', '') })
  .map(({ request: { name, params, message: frame }, meta: own, further: more, oddHeaders: odd, version }) =>
    sentAs(
      { ...frame, method: name, params: { ...(params as object), ...(own && { _meta: own }), ...more } },
      { ...(version === '' ? {} : { 'mcp-protocol-version': String(version) }), ...odd },
    ),
  );

/** Requests of 2026-07-28. */
export const modernCases: fc.Arbitrary<Sent> = fc
  .record({ request, envelope, meta, further, oddHeaders })
  .map(({ request: { name, params, message: frame }, envelope: claim, meta: own, further: more, oddHeaders: odd }) => {
    const named = (params as Record<string, unknown>)[NAMES[name] ?? ''];
    return sentAs(
      { ...frame, method: name, params: { ...(params as object), _meta: { ...claim, ...own }, ...more } },
      {
        'mcp-protocol-version': REVISION,
        'mcp-method': name,
        ...(typeof named === 'string' && isPrintable(named) && { 'mcp-name': named }),
        ...odd,
      },
    );
  });

function isPrintable(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}

function sentAs(body: object, special: Readonly<Record<string, string | undefined>>): Sent {
  const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...special };
  const known = Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  return {
    headers: Object.fromEntries(known) as Record<string, string>,
    body: JSON.stringify(body).replace(`"${BIG}"`, '1e400'),
  };
}
