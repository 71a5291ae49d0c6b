import type { Difference } from '../compare/case.types.js';
import { sentOf } from './facts.js';
import type { Rule } from './rule.interface.js';

/** Differences that are faults of ours until somebody decides otherwise; a line goes with its fix. */
export const openDifferences: readonly Rule[] = [
  {
    name: 'malformed errors as answers',
    ours: 'over stdio and HTTP+SSE a response whose `error` is no object answers the question, with the text `undefined`',
    theirs: 'refuses or ignores it; the question waits',
    why: 'Open: the envelope of a response is not checked.',
    applies: (d) =>
      d.at === 'messages' && (d.case.transport === 'stdio' || d.case.transport === 'sse') && afterOddError(d),
  },
  {
    name: 'refused responses over HTTP sessions',
    ours: 'the refusal has the id of the response, which is an id of the server',
    theirs: '`"id": null`',
    why: 'Open: the client takes it for the answer to a request of its own with that id.',
    applies: (d) =>
      d.at === 'id' && d.case.transport === 'sessions' && d.theirs === null && sentOf(d)['id'] === '@question',
  },
];

function afterOddError({ case: { topic, steps }, step }: Difference): boolean {
  const isOdd = steps.slice(0, step + 1).some((one) => one.do === 'send' && one.body.includes('"error":"odd"'));
  return topic === 'questions' && isOdd;
}
