import fc from 'fast-check';
import type { Case, Step } from '../compare/case.types.js';
import { Link } from './link.js';
import { ALL_FEATURES, LATEST, LEGACY, MODERN, asks, calls, changes, initialize } from './requests.js';

/** What sessions of Streamable HTTP have beside messages: streams, an end, and headers that name them. */
export const sessionConversations: [number, fc.Arbitrary<Case>][] = [
  [
    3,
    fc
      .array(
        fc.oneof(
          fc.constantFrom<(link: Link) => Step>(
            (link) => link.bare('GET'),
            (link) => link.bare('GET', { accept: 'application/json' }),
            (link) => link.bare('GET', { 'last-event-id': 'made-up' }),
            (link) => link.bare('GET', { 'last-event-id': '@event' }),
            (link) => link.bare('GET', { 'mcp-session-id': 'made-up' }),
            (link) => link.bare('DELETE'),
            (link) => link.bare('DELETE', { 'mcp-session-id': 'made-up' }),
            (link) => link.bare('DELETE', { 'mcp-session-id': undefined }),
          ),
          changes.map((asked) => (link: Link) => link.request('change', asked)),
          asks.map((asked) => (link: Link) => link.request('ask', asked)),
        ),
        { minLength: 1, maxLength: 4 },
      )
      .map((steps): Case => {
        const link = new Link('sessions', LATEST);
        return {
          transport: 'sessions',
          topic: 'streams',
          steps: [...opening(link), ...steps.map((step) => step(link))],
        };
      }),
  ],
  [
    3,
    fc
      .record({
        asked: calls,
        headers: fc.constantFrom<Record<string, string | undefined>>(
          ...['application/json', 'text/event-stream', '*/*', '', undefined].map((accept) => ({ accept })),
          ...['text/plain', 'application/json; charset=utf-8', undefined].map((type) => ({ 'content-type': type })),
          ...[...LEGACY, MODERN, '1999-01-01', '', undefined].map((version) => ({ 'mcp-protocol-version': version })),
          ...['made-up', '', undefined].map((id) => ({ 'mcp-session-id': id })),
        ),
      })
      .map(({ asked, headers }): Case => {
        const link = new Link('sessions', LATEST);
        const { body } = link.request('odd', asked) as { body: string };
        return { transport: 'sessions', topic: 'session headers', steps: [...opening(link), link.text(body, headers)] };
      }),
  ],
];

function opening(link: Link): Step[] {
  return [
    link.first('init', initialize(LATEST, ALL_FEATURES)),
    link.notice({ method: 'notifications/initialized', params: {} }),
  ];
}
