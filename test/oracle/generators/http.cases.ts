import fc from 'fast-check';
import type { Case } from '../compare/case.types.js';
import type { Sent } from '../sides/wire.js';
import { mirrored } from './link.js';
import { malformed, responses } from './malformed.js';
import { mostly, mutated } from './mutate.js';
import {
  LATEST,
  LEGACY,
  LOG_LEVEL,
  MODERN,
  asks,
  capabilities,
  envelope,
  ids,
  initialize,
  level,
  notices,
  oddIds,
  requests,
  tokens,
  type Asked,
} from './requests.js';

type Headers = Readonly<Record<string, string | undefined>>;

const initializes = fc
  .record({ revision: fc.constantFrom(...LEGACY, MODERN, '2023-01-01', ''), declared: capabilities })
  .map(({ revision, declared }) => initialize(revision, declared));

const asked = mostly(requests, initializes, asks);

const frame = ({ method, params }: Asked, id: unknown, meta: object | undefined): object => ({
  jsonrpc: '2.0',
  ...(id !== undefined && { id }),
  method,
  params: { ...params, ...(meta && Object.keys(meta).length > 0 && { _meta: meta }) },
});

const withToken = (token: unknown): object => (token === undefined ? {} : { progressToken: token });

const legacyMessage = fc
  .record({
    asked: mostly(
      asked,
      notices.map((notice) => ({ ...notice, isNotice: true })),
    ),
    id: mostly(ids, oddIds),
    token: tokens,
  })
  .map(({ asked: one, id, token }) => frame(one, 'isNotice' in one ? undefined : id, withToken(token)));

const modernMessage = fc
  .record({
    asked: mostly(mostly(requests, asks), initializes, notices),
    id: mostly(ids, oddIds),
    token: tokens,
    declared: capabilities,
    logLevel: fc.option(level, { nil: undefined }),
  })
  .map(({ asked: one, id, token, declared, logLevel }) =>
    frame(one, one.method.startsWith('notifications/') ? undefined : id, {
      ...envelope(declared, logLevel === undefined ? {} : { [LOG_LEVEL]: logLevel }),
      ...withToken(token),
    }),
  );

const ACCEPTED = [
  ...['application/json', 'text/event-stream', '*/*', '', 'text/html', 'application/*, text/*', undefined],
  ...['text/event-stream;q=0.5, application/json;q=0.9', 'APPLICATION/JSON, TEXT/EVENT-STREAM'],
];

const TYPES = [
  ...['application/json; charset=utf-8', 'APPLICATION/JSON', 'application/jsonp', 'text/plain', '', undefined],
];

/** Headers in place of the usual ones. */
const oddHeaders = fc.oneof(
  either('accept', ACCEPTED),
  either('content-type', TYPES),
  either('mcp-protocol-version', [...LEGACY, MODERN, '1999-01-01', '', ` ${MODERN} `, undefined]),
  either('mcp-method', ['ping', '', ' tools/list ', 'TOOLS/LIST', undefined]),
  either('mcp-name', [
    'other',
    '',
    ' echo ',
    'ECHO',
    '=?base64?ZWNobw==?=',
    '=?base64?b3RoZXI=?=',
    '=?base64?!?=',
    undefined,
  ]),
  fc.constantFrom<Headers>({ 'mcp-session-id': 'made-up' }, { 'last-event-id': 'made-up' }),
);

function either(name: string, values: readonly (string | undefined)[]): fc.Arbitrary<Headers> {
  return fc.constantFrom(...values).map((value) => ({ [name]: value }));
}

const headersOf = (usual: fc.Arbitrary<Headers>): fc.Arbitrary<Headers> =>
  fc
    .record({ usual, odd: fc.oneof({ weight: 3, arbitrary: fc.constant<Headers>({}) }, oddHeaders) })
    .map(({ usual: common, odd }) => ({ ...common, ...odd }));

const legacyHeaders = headersOf(
  fc.constantFrom<Headers>({}, { 'mcp-protocol-version': LATEST }, { 'mcp-protocol-version': '2025-03-26' }),
);

const post = (body: string, headers: Headers): Sent => ({ method: 'POST', headers, body });

const one = (topic: string, sent: fc.Arbitrary<Sent>): fc.Arbitrary<Case> =>
  sent.map((each) => ({ transport: 'http', topic, steps: [{ do: 'send', ...each }] }));

const sentLegacy = (message: fc.Arbitrary<object>): fc.Arbitrary<Sent> =>
  fc.record({ message, headers: legacyHeaders }).map((made) => post(JSON.stringify(made.message), made.headers));

const sentModern = (message: fc.Arbitrary<object>): fc.Arbitrary<Sent> =>
  message.chain((made) => headersOf(fc.constant(mirrored(made))).map((headers) => post(JSON.stringify(made), headers)));

const batches = fc
  .record({
    messages: fc.array(fc.oneof({ weight: 6, arbitrary: legacyMessage }, responses), { minLength: 1, maxLength: 5 }),
    headers: fc.constantFrom<Headers>({}, { 'mcp-protocol-version': '2025-03-26' }, { 'mcp-protocol-version': LATEST }),
  })
  .map(({ messages, headers }) => post(JSON.stringify(messages), headers));

const verbs = fc
  .record({
    method: fc.constantFrom<Sent['method']>('GET', 'DELETE', 'PUT', 'PATCH'),
    headers: headersOf(fc.constantFrom<Headers>({ accept: 'text/event-stream' }, { accept: undefined })),
    body: fc.constantFrom('', '{"jsonrpc":"2.0","id":1,"method":"ping"}'),
  })
  .map((made): Sent => made);

/** Requests that stand for themselves. */
export const httpCases: fc.Arbitrary<Case> = fc.oneof(
  { weight: 6, arbitrary: one('legacy', sentLegacy(legacyMessage)) },
  { weight: 3, arbitrary: one('legacy, near-valid', sentLegacy(mutated(legacyMessage))) },
  { weight: 8, arbitrary: one('modern', sentModern(modernMessage)) },
  { weight: 5, arbitrary: one('modern, near-valid', sentModern(mutated(modernMessage))) },
  { weight: 1, arbitrary: one('response', sentLegacy(responses)) },
  {
    weight: 2,
    arbitrary: one(
      'malformed',
      fc.record({ body: malformed, headers: legacyHeaders }).map((made) => post(made.body, made.headers)),
    ),
  },
  { weight: 2, arbitrary: one('batch', batches) },
  { weight: 1, arbitrary: one('verb', verbs) },
);
