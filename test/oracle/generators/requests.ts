import fc from 'fast-check';
import { FIXED, ITEMS } from '../offer/definitions.js';

/** A method with parameters that fit it, as far as parameters can fit what is unknown. */
export interface Asked {
  readonly method: string;
  readonly params: object;
}

export const MODERN = '2026-07-28';
export const LEGACY = ['2024-10-07', '2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25'] as const;
export const LATEST = '2025-11-25';

const PREFIX = 'io.modelcontextprotocol/';

const word = fc.constantFrom('bread', 'b', '', 'ä€😀', 'x'.repeat(60), '"\\\u0000\u2028');

const callOf = (name: string, input: fc.Arbitrary<object>): fc.Arbitrary<Asked> =>
  input.map((given) => ({ method: 'tools/call', params: { name, arguments: given } }));

const named = (method: string, values: fc.Arbitrary<object>): fc.Arbitrary<Asked> =>
  values.map((params) => ({ method, params }));

const echoInput = fc.record({ text: word, times: fc.constantFrom(1, 2, 3) }, { requiredKeys: ['text'] });

/** Calls that come to an end by themselves. */
export const calls = fc.oneof(
  callOf('echo', echoInput),
  callOf('measure', echoInput),
  callOf('steps', fc.constant({})),
  callOf('chatter', fc.constant({})),
  callOf('fail', fc.constantFrom({ how: 'expected' }, { how: 'protocol' }, { how: 'internal' })),
  callOf('blocks', fc.constant({})),
  named('tools/call', fc.constantFrom({ name: 'blocks' }, { name: 'unknown', arguments: {} }, { name: '' })),
);

export const asks = callOf(
  'ask',
  fc.constantFrom({ what: 'form' }, { what: 'model' }, { what: 'roots' }, { what: 'all' }),
);

export const changes = callOf(
  'change',
  fc.constantFrom({ what: 'tools' }, { what: 'prompts' }, { what: 'resources' }, { what: 'fixed' }),
);

const uris = fc.constantFrom(
  FIXED,
  'oracle://items/a',
  'oracle://items/%C3%A4',
  'oracle://items/none',
  'oracle://x',
  '',
);

const references = fc.constantFrom(
  { type: 'ref/prompt', name: 'write' },
  { type: 'ref/prompt', name: 'tell' },
  { type: 'ref/prompt', name: 'unknown' },
  { type: 'ref/resource', uri: ITEMS },
  { type: 'ref/resource', uri: 'oracle://unknown' },
);

const lists = fc.oneof(
  { weight: 5, arbitrary: fc.constant({}) },
  fc.constantFrom({ cursor: 'nonsense' }, { cursor: '' }, { cursor: 7 }),
);

const features = fc.oneof(
  named('tools/list', lists),
  named('prompts/list', lists),
  named('resources/list', lists),
  named('resources/templates/list', lists),
  named(
    'prompts/get',
    fc.oneof(
      word.map((topic) => ({ name: 'write', arguments: { topic } })),
      fc.constantFrom({ name: 'tell' }, { name: 'write' }, { name: 'unknown' }),
    ),
  ),
  uris.map((uri) => ({ method: 'resources/read', params: { uri } })),
  fc
    .record({ ref: references, name: fc.constantFrom('topic', 'name', 'other'), value: word })
    .map(({ ref, name, value }) => ({ method: 'completion/complete', params: { ref, argument: { name, value } } })),
);

const TASK = { taskId: 'made-up' };

/** Methods that belong to one era only, or to none. */
const others = fc.constantFrom<Asked>(
  { method: 'ping', params: {} },
  { method: 'logging/setLevel', params: { level: 'info' } },
  { method: 'logging/setLevel', params: { level: 'loud' } },
  { method: 'resources/subscribe', params: { uri: FIXED } },
  { method: 'resources/unsubscribe', params: { uri: FIXED } },
  { method: 'server/discover', params: {} },
  ...['tasks/get', 'tasks/result', 'tasks/update', 'tasks/cancel'].map((method) => ({ method, params: TASK })),
  { method: 'tasks/list', params: {} },
  ...['made/up', 'Tools/list', 'tools/call ', '', 'rpc.discover', 'sampling/createMessage', 'roots/list'].map(
    (method) => ({ method, params: {} }),
  ),
);

export const requests = fc.oneof(
  { weight: 6, arbitrary: calls },
  { weight: 6, arbitrary: features },
  { weight: 2, arbitrary: others },
);

export const notices = fc.constantFrom<Asked>(
  { method: 'notifications/initialized', params: {} },
  { method: 'notifications/cancelled', params: { requestId: 99 } },
  { method: 'notifications/cancelled', params: {} },
  { method: 'notifications/progress', params: { progressToken: 1, progress: 1 } },
  { method: 'notifications/roots/list_changed', params: {} },
  { method: 'notifications/unknown', params: {} },
  { method: 'tools/list', params: {} },
);

export const initialize = (protocolVersion: string, capabilities: object = {}): Asked => ({
  method: 'initialize',
  params: { protocolVersion, capabilities, clientInfo: { name: 'oracle', version: '1' } },
});

export const capabilities = fc.constantFrom(
  {},
  { elicitation: {} },
  { elicitation: { form: {} }, sampling: {}, roots: {} },
  { sampling: {}, roots: { listChanged: true } },
);

export const ALL_FEATURES = { elicitation: { form: {} }, sampling: {}, roots: {} };

/** The envelope of 2026-07-28. */
export function envelope(declared: object, more: object = {}): Record<string, unknown> {
  return {
    [`${PREFIX}protocolVersion`]: MODERN,
    [`${PREFIX}clientCapabilities`]: declared,
    [`${PREFIX}clientInfo`]: { name: 'oracle', version: '1' },
    ...more,
  };
}

export const LOG_LEVEL = `${PREFIX}logLevel`;

export const level = fc.constantFrom('debug', 'notice', 'error', 'emergency');

export const ids = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: 0, max: 1000 }) },
  fc.constantFrom<unknown>('text', '', '1', -1, 0, Number.MAX_SAFE_INTEGER, 'ä€😀', 'x'.repeat(300)),
);

export const oddIds = fc.constantFrom<unknown>(null, 1.5, 2 ** 60, {}, [], true, undefined);

export const tokens = fc.constantFrom<unknown>(undefined, undefined, 'token', 7, 0, '');
