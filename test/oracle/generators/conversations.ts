import fc from 'fast-check';
import type { Case } from '../compare/case.types.js';
import type { TransportKind } from '../sides/sides.js';
import { httpCases } from './http.cases.js';
import { legacyConversations } from './legacy.conversations.js';
import { modernConversations } from './modern.conversations.js';
import { sessionConversations } from './session.conversations.js';

/** Everything that is said over a transport. */
export function casesFor(transport: TransportKind): fc.Arbitrary<Case> {
  switch (transport) {
    case 'http':
      return weighted([[60, httpCases], ...modernConversations(transport)]);
    case 'sessions':
      return weighted([...legacyConversations(transport), ...sessionConversations]);
    case 'sse':
      return weighted(legacyConversations(transport));
    case 'stdio':
      return weighted([...legacyConversations(transport), ...modernConversations(transport)]);
  }
}

function weighted(cases: readonly [number, fc.Arbitrary<Case>][]): fc.Arbitrary<Case> {
  return fc.oneof(...cases.map(([weight, arbitrary]) => ({ weight, arbitrary })));
}
