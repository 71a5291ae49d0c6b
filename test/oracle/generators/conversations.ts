import fc from 'fast-check';
import type { Case } from '../compare/case.types.js';
import type { TransportKind } from '../sides/sides.js';
import { httpCases } from './http.cases.js';
import { legacyConversations } from './legacy.conversations.js';
import { modernConversations } from './modern.conversations.js';
import { rareCases } from './rare.cases.js';
import { sessionConversations } from './session.conversations.js';

/** Cases of a transport: some that chance would seldom make, and as many random ones as are asked for. */
export function casesOf(transport: TransportKind, seed: number, numRuns: number): readonly Case[] {
  return [...rareCases(transport), ...fc.sample(casesFor(transport), { seed, numRuns })];
}

/** Everything that is said over a transport. */
function casesFor(transport: TransportKind): fc.Arbitrary<Case> {
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
