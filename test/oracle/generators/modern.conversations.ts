import fc from 'fast-check';
import type { Case, Step } from '../compare/case.types.js';
import { FIXED } from '../offer/definitions.js';
import type { TransportKind } from '../sides/sides.js';
import { cancel, slow } from './gates.js';
import { Link } from './link.js';
import { malformed, responses } from './malformed.js';
import { mostly, mutated } from './mutate.js';
import {
  ALL_FEATURES,
  LATEST,
  LOG_LEVEL,
  asks,
  calls,
  capabilities,
  changes,
  ids,
  initialize,
  level,
  notices,
  oddIds,
  requests,
  tokens,
  type Asked,
} from './requests.js';

type Cases = fc.Arbitrary<Case>;

const DISCOVER: Asked = { method: 'server/discover', params: {} };

const progressToken = (token: unknown): object => (token === undefined ? {} : { progressToken: token });

const filters = fc.constantFrom<object>(
  { toolsListChanged: true },
  { toolsListChanged: true, promptsListChanged: true, resourcesListChanged: true },
  { resourceSubscriptions: [FIXED] },
  { resourceSubscriptions: ['oracle://items/a'], toolsListChanged: false },
  {},
);

const inputs = fc.constantFrom<object>(
  { form: { action: 'accept', content: { colour: 'red' } } },
  { form: { action: 'decline' } },
  { form: { action: 'accept', content: { colour: 7 } } },
  { form: { action: 'odd' } },
  { form: 'odd' },
  { model: { role: 'assistant', model: 'm', content: { type: 'text', text: 'red' } } },
  { roots: { roots: [{ uri: 'file:///a' }] } },
  {},
);

/** Conversations of 2026-07-28. */
export function modernConversations(transport: TransportKind): [number, Cases][] {
  const talk = <T>(topic: string, rest: fc.Arbitrary<T>, steps: (link: Link, rest: T) => Step[]): Cases =>
    fc.record({ rest, declared: mostly(fc.constant<object>(ALL_FEATURES), capabilities) }).map((made) => {
      const link = Link.modern(transport, made.declared);
      return { transport, topic, steps: [...steps(link, made.rest), link.request('fence', DISCOVER)] };
    });

  const conversations: [number, Cases][] = [
    [
      3,
      talk(
        'modern questions',
        fc.record({
          ask: asks,
          rounds: fc.array(
            fc.record({ inputs, state: fc.constantFrom('@state', '@state', '@state', 'forged', undefined) }),
            { maxLength: 3 },
          ),
        }),
        (link, { ask, rounds }) => [
          link.request(0, ask),
          ...rounds.map(({ inputs: inputResponses, state }, round) =>
            link.request(round + 1, {
              ...ask,
              params: { ...ask.params, inputResponses, ...(state && { requestState: state }) },
            }),
          ),
        ],
      ),
    ],
    [
      3,
      talk(
        'listen',
        fc.record({ filter: filters, all: fc.array(changes, { maxLength: 3 }), stop: fc.boolean() }),
        (link, { filter, all, stop }) => [
          link.request('listen', { method: 'subscriptions/listen', params: { notifications: filter } }),
          ...all.map((asked, place) => link.request(place, asked)),
          ...(stop
            ? [
                link.notice(cancel('listen')),
                link.request('more', {
                  method: 'tools/call',
                  params: { name: 'change', arguments: { what: 'tools' } },
                }),
              ]
            : []),
        ],
      ),
    ],
    [
      2,
      talk(
        'modern cancellation',
        fc.record({ token: tokens, stop: fc.constantFrom<unknown>('slow', 'slow', 'other', 5), late: fc.boolean() }),
        (link, { token, stop, late }) => [
          link.request('slow', slow('gate1'), progressToken(token)),
          ...(late ? [] : [link.notice(cancel(stop))]),
          { do: 'open', gate: 'gate1' },
          ...(late ? [link.notice(cancel(stop))] : []),
        ],
      ),
    ],
    [
      2,
      talk(
        'modern log level',
        fc.record({ level: fc.option(level, { nil: undefined }), token: tokens }),
        (link, { level: wanted, token }) => [
          link.request(
            'chat',
            { method: 'tools/call', params: { name: 'chatter' } },
            { ...(wanted && { [LOG_LEVEL]: wanted }), ...progressToken(token) },
          ),
        ],
      ),
    ],
  ];
  return transport === 'stdio' ? [...conversations, ...onOneConnection(transport, talk)] : conversations;
}

type Talk = <T>(topic: string, rest: fc.Arbitrary<T>, steps: (link: Link, rest: T) => Step[]) => Cases;

/** What only a connection can remember: the era that it was opened in, and ids in use. */
function onOneConnection(transport: TransportKind, talk: Talk): [number, Cases][] {
  const several = fc.array(
    fc.record({ asked: mostly<Asked>(requests, notices), id: mostly(ids, oddIds), token: tokens }),
    { minLength: 1, maxLength: 4 },
  );
  const plain = new Link(transport, LATEST);
  return [
    [
      5,
      talk('modern requests', several, (link, all) =>
        all.map(({ asked, id, token }) =>
          asked.method.startsWith('notifications/')
            ? link.notice(asked)
            : link.request(id, asked, progressToken(token)),
        ),
      ),
    ],
    [
      4,
      talk(
        'modern near-valid',
        mutated(
          fc
            .record({ asked: requests, id: ids })
            .map(
              ({ asked, id }) =>
                JSON.parse(
                  (Link.modern(transport, ALL_FEATURES).request(id, asked) as { body: string }).body,
                ) as object,
            ),
        ),
        (link, message) => [link.request('first', { method: 'tools/list', params: {} }), link.message(message)],
      ),
    ],
    [
      2,
      talk('modern same id', calls, (link, second) => [
        link.request(5, slow('gate1')),
        link.request(5, second),
        { do: 'open', gate: 'gate1' },
      ]),
    ],
    [
      1,
      talk('modern malformed', malformed, (link, text) => [
        link.request('first', { method: 'tools/list', params: {} }),
        link.text(text),
      ]),
    ],
    [
      1,
      talk('modern responses', responses, (link, response) => [
        link.request('first', { method: 'tools/list', params: {} }),
        link.message(response),
      ]),
    ],
    [
      2,
      fc
        .record({ asked: mostly<Asked>(requests, fc.constant(initialize(LATEST, {})), notices), again: requests })
        .map(({ asked, again }): Case => {
          const link = Link.modern(transport, {});
          return {
            transport,
            topic: 'modern, then legacy',
            steps: [
              link.request(1, { method: 'tools/list', params: {} }),
              plain.request(2, asked),
              link.request(3, again),
            ],
          };
        }),
    ],
    [
      2,
      fc.record({ asked: requests, again: requests }).map(({ asked, again }): Case => {
        const link = Link.modern(transport, {});
        const steps = [plain.first(1, initialize(LATEST, {})), link.request(2, asked), plain.request(3, again)];
        return { transport, topic: 'legacy, then modern', steps };
      }),
    ],
    [
      2,
      fc.record({ asked: requests, legacy: fc.boolean() }).map(({ asked, legacy }): Case => {
        const link = Link.modern(transport, {});
        const opened = legacy
          ? [plain.first(2, initialize(LATEST, {})), plain.request(3, asked)]
          : [link.request(3, asked)];
        return { transport, topic: 'probe', steps: [link.request(1, DISCOVER), ...opened] };
      }),
    ],
  ];
}
