import type { Rule } from '../differences/rule.interface.js';
import type { Case, Difference } from './case.types.js';
import { differencesOf } from './differences-of.js';
import { play } from './play.js';
import type { Quiet } from './quiet.js';
import type { Pair } from '../sides/sides.js';

/** Cases that are played at once. */
const AT_ONCE = 12;

/** What came of all cases: the differences that no rule explains, and how often each rule explained one. */
export interface Outcome {
  readonly unexplained: readonly Difference[];
  readonly used: ReadonlyMap<string, number>;
}

/** Plays the cases on both sides and explains where they differ. */
export async function explain(
  cases: readonly Case[],
  pair: Pair,
  quiet: Quiet,
  rules: readonly Rule[],
): Promise<Outcome> {
  const unexplained: Difference[] = [];
  const used = new Map<string, number>();
  const judge = async (one: Case): Promise<void> => {
    const { ours, theirs } = await play(one, pair, quiet);
    for (const difference of differencesOf(one, ours, theirs)) {
      const rule = rules.find(({ applies }) => applies(difference));
      if (rule) used.set(rule.name, (used.get(rule.name) ?? 0) + 1);
      else unexplained.push(difference);
    }
  };
  const { alone, together } = parted(cases);
  await Promise.all(Array.from({ length: AT_ONCE }, () => drain(together, judge)));
  await drain(alone, judge);
  return { unexplained, used };
}

/** Everybody who is connected hears of a change: cases with changes are played alone. */
function parted(cases: readonly Case[]): { alone: Case[]; together: Case[] } {
  const changes = ({ steps }: Case): boolean =>
    steps.some((step) => step.do === 'send' && step.body.includes('"change"'));
  return { alone: cases.filter(changes), together: cases.filter((one) => !changes(one)) };
}

async function drain(cases: Case[], judge: (one: Case) => Promise<void>): Promise<void> {
  for (let one = cases.pop(); one; one = cases.pop()) await judge(one);
}
