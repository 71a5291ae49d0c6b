import type { Case, Difference } from './case.types.js';

/** Kinds of differences that are shown in full. */
const SHOWN = 12;

/** What a difference looks like without ids and texts: differences that look alike have one cause. */
function kindOf({ case: { transport, topic }, at, ours, theirs }: Difference): string {
  const short = (value: unknown): string =>
    (
      JSON.stringify(value, (name, inner: unknown) => (name === 'message' || name === 'id' ? undefined : inner)) ?? ''
    ).slice(0, 120);
  return [transport, topic, at, short(ours), short(theirs)].join(' | ');
}

/** The differences by kind, the most frequent first, each with the smallest case that shows it. */
export function report(differences: readonly Difference[]): string {
  const kinds = new Map<string, Difference[]>();
  for (const difference of differences) {
    const kind = kindOf(difference);
    kinds.set(kind, [...(kinds.get(kind) ?? []), difference]);
  }
  const sorted = [...kinds.values()].sort((a, b) => b.length - a.length);
  const shown = sorted.slice(0, SHOWN).map((alike) => one(smallest(alike), alike.length));
  const rest = sorted.length > SHOWN ? [`… and ${sorted.length - SHOWN} kinds more`] : [];
  return [...shown, ...rest].join('\n\n');
}

function smallest(alike: readonly Difference[]): Difference {
  const size = (difference: Difference): number => JSON.stringify(difference.case).length;
  return alike.reduce((found, next) => (size(next) < size(found) ? next : found));
}

function one({ case: played, step, at, ours, theirs }: Difference, count: number): string {
  return [
    `${count} × ${at} differs (${played.transport}, ${played.topic})`,
    ...stepsOf(played).map((text, place) => `  ${place === step ? '→' : ' '} ${text}`),
    `  ours:   ${JSON.stringify(ours)}`,
    `  theirs: ${JSON.stringify(theirs)}`,
  ].join('\n');
}

function stepsOf({ steps }: Case): string[] {
  return steps.map((step) => {
    if (step.do === 'open') return `open ${step.gate}`;
    return [step.method, Object.keys(step.headers).length > 0 ? JSON.stringify(step.headers) : '', step.body].join(' ');
  });
}
