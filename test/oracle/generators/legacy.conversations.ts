import fc from 'fast-check';
import type { Case, Step } from '../compare/case.types.js';
import { FIXED, LEVELS } from '../offer/definitions.js';
import type { TransportKind } from '../sides/sides.js';
import { cancel, slow } from './gates.js';
import { Link } from './link.js';
import { answers, malformed, responses } from './malformed.js';
import { mostly, mutated } from './mutate.js';
import {
  ALL_FEATURES,
  LATEST,
  LEGACY,
  MODERN,
  asks,
  calls,
  capabilities,
  changes,
  ids,
  initialize,
  notices,
  oddIds,
  requests,
  tokens,
  type Asked,
} from './requests.js';

type Cases = fc.Arbitrary<Case>;

const PING: Asked = { method: 'ping', params: {} };
const INITIALIZED: Asked = { method: 'notifications/initialized', params: {} };

const revision = mostly(fc.constant<string>(LATEST), fc.constantFrom<string>(...LEGACY));

const progressToken = (token: unknown): object => (token === undefined ? {} : { progressToken: token });

/** Conversations of the 2025 revisions over a transport that keeps a connection or session. */
export function legacyConversations(transport: TransportKind): [number, Cases][] {
  const opened = (link: Link, version: string, declared: object): Step[] => [
    link.first('init', initialize(version, declared)),
    link.notice(INITIALIZED),
  ];

  const after = <T>(
    topic: string,
    rest: fc.Arbitrary<T>,
    steps: (link: Link, rest: T) => Step[],
    { declared = fc.constant<object>(ALL_FEATURES), version = revision } = {},
  ): Cases =>
    fc.record({ rest, version, declared }).map((made) => {
      const link = new Link(transport, made.version);
      const begun = opened(link, made.version, made.declared);
      return { transport, topic, steps: [...begun, ...steps(link, made.rest), link.request('fence', PING)] };
    });

  const several = fc.array(
    fc.record({
      asked: mostly(requests, asks),
      id: mostly(ids, oddIds),
      token: tokens,
      notice: notices,
      kind: fc.nat(9),
    }),
    { minLength: 1, maxLength: 4 },
  );

  const handshakes = fc
    .record({
      version: fc.constantFrom(...LEGACY, MODERN, '1', ''),
      declared: capabilities,
      odd: fc.boolean(),
    })
    .chain(({ version, declared, odd }) => {
      const message = fc.constant({ jsonrpc: '2.0', id: 1, ...initialize(version, declared) });
      return (odd ? mutated(message) : message).map((first): Case => {
        const link = new Link(transport, LATEST);
        const steps: Step[] = [{ do: 'send', method: 'POST', headers: {}, body: JSON.stringify(first) }];
        return {
          transport,
          topic: odd ? 'handshake, near-valid' : 'handshake',
          steps: odd ? steps : [...steps, link.notice(INITIALIZED), link.request(2, PING)],
        };
      });
    });

  const cancellations = fc.record({
    id: fc.constantFrom<unknown>(5, 'five'),
    cancelled: fc.constantFrom<unknown>('same', 'same', 'same', 'other', 'as text'),
    when: fc.constantFrom('before', 'during', 'after', 'twice'),
    token: tokens,
  });

  return [
    [3, handshakes],
    [
      8,
      after(
        'requests',
        several,
        (link, all) =>
          all.map(({ asked, id, token, notice, kind }) =>
            kind === 0 ? link.notice(notice) : link.request(id, asked, progressToken(token)),
          ),
        { declared: capabilities },
      ),
    ],
    [
      5,
      after(
        'near-valid',
        mutated(
          fc
            .record({ asked: requests, id: ids, token: tokens })
            .map(({ asked, id, token }) => framed(asked, id, token)),
        ),
        (link, message) => [link.message(message)],
      ),
    ],
    [
      2,
      after('log levels', fc.array(fc.constantFrom(...LEVELS), { maxLength: 2 }), (link, levels) =>
        [...levels, undefined].flatMap((level, place) => [
          link.request(`call ${place}`, { method: 'tools/call', params: { name: 'chatter' } }),
          ...(level ? [link.request(`level ${place}`, { method: 'logging/setLevel', params: { level } })] : []),
        ]),
      ),
    ],
    [
      4,
      after(
        'questions',
        fc.record({ ask: asks, answers: fc.array(answers, { maxLength: 3 }), cancelled: fc.nat(6), token: tokens }),
        (link, { ask, answers: given, cancelled, token }) => [
          link.request('ask', ask, progressToken(token)),
          ...given.map((answer) => link.message({ jsonrpc: '2.0', id: '@question', ...answer })),
          ...(cancelled === 0 ? [link.notice(cancel('ask'))] : []),
        ],
        { declared: mostly(fc.constant<object>(ALL_FEATURES), capabilities) },
      ),
    ],
    [
      4,
      after('cancellation', cancellations, (link, { id, cancelled, when, token }) => {
        const named = cancelled === 'same' ? id : cancelled === 'other' ? 99 : String(id);
        const stop = link.notice(cancel(named));
        const open: Step = { do: 'open', gate: 'gate1' };
        return [
          ...(when === 'before' ? [stop] : []),
          link.request(id, slow('gate1'), progressToken(token)),
          ...(when === 'during' || when === 'twice' ? [stop] : []),
          open,
          ...(when === 'after' || when === 'twice' ? [stop] : []),
        ];
      }),
    ],
    [
      2,
      after('same id', fc.record({ second: calls, again: fc.boolean() }), (link, { second, again }) => [
        link.request(5, slow('gate1')),
        link.request(5, second),
        { do: 'open', gate: 'gate1' },
        ...(again ? [link.request(5, second)] : []),
      ]),
    ],
    [
      1,
      after('side by side', fc.record({ first: calls, second: calls }), (link, { first, second }) => [
        link.request('a', slow('gate1'), { progressToken: 'a' }),
        link.request('b', slow('gate2'), { progressToken: 'b' }),
        link.request('c', first, { progressToken: 'c' }),
        { do: 'open', gate: 'gate2' },
        link.request('d', second),
        { do: 'open', gate: 'gate1' },
      ]),
    ],
    [
      1,
      after('second initialize', fc.constantFrom(...LEGACY, MODERN), (link, version) => [
        link.request('again', initialize(version, {})),
        link.request('after', { method: 'tools/call', params: { name: 'chatter' } }),
      ]),
    ],
    [
      2,
      after(
        'subscriptions',
        fc.array(
          mostly<Asked>(
            changes,
            fc
              .constantFrom('subscribe', 'unsubscribe')
              .map((verb) => ({ method: `resources/${verb}`, params: { uri: FIXED } })),
          ),
          { minLength: 1, maxLength: 4 },
        ),
        (link, all) => [
          link.request('follow', { method: 'resources/subscribe', params: { uri: FIXED } }),
          ...all.map((asked, place) => link.request(place, asked)),
        ],
      ),
    ],
    [1, after('malformed', malformed, (link, text) => [link.text(text)])],
    [1, after('responses', responses, (link, response) => [link.message(response)])],
    [
      2,
      after(
        'batches',
        fc.array(
          mostly<object>(
            fc
              .record({ asked: requests, id: ids, token: tokens })
              .map(({ asked, id, token }) => framed(asked, id, token)),
            responses,
            notices.map((notice) => ({ jsonrpc: '2.0', ...notice })),
          ),
          { maxLength: 5 },
        ),
        (link, messages) => [link.text(JSON.stringify(messages))],
        { version: fc.constantFrom<string>('2025-03-26', '2025-03-26', LATEST) },
      ),
    ],
    [
      1,
      fc.record({ early: mostly<Asked>(requests, notices), version: revision }).map(({ early, version }): Case => {
        const link = new Link(transport, version);
        const first = transport === 'sessions' ? link.first('early', early) : link.request('early', early);
        return {
          transport,
          topic: 'before the handshake',
          steps: [first, ...opened(link, version, {}), link.request('fence', PING)],
        };
      }),
    ],
  ];
}

function framed({ method, params }: Asked, id: unknown, token: unknown): object {
  const meta = token === undefined ? {} : { _meta: { progressToken: token } };
  return { jsonrpc: '2.0', id, method, params: { ...params, ...meta } };
}
