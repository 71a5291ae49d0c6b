import { diaryOf, openGate, removeGate, type SideName } from '../offer/gates.js';
import type { Pair } from '../sides/sides.js';
import type { Wire } from '../sides/wire.js';
import type { Case, Step, Transcript } from './case.types.js';
import type { Quiet } from './quiet.js';

let played = 0;

/** Plays a case on both sides, step by step: the next begins when nothing of the one before is on its way any more. */
export async function play(
  { steps: written }: Case,
  pair: Pair,
  quiet: Quiet,
): Promise<{ ours: Transcript; theirs: Transcript }> {
  played += 1;
  const number = played;
  const steps = written.map((step) => withOwnGates(step, number));
  const gates = [...new Set(steps.flatMap(gatesOf))];
  const [ours, theirs] = await Promise.all([pair.ours.connect(), pair.theirs.connect()]);
  const wires = [ours, theirs];
  for (const [place, step] of steps.entries()) {
    for (const wire of wires) wire.at(place);
    if (step.do === 'open') openGate(step.gate);
    else for (const wire of wires) wire.send(step, place);
    await quiet.of(wires);
  }
  const transcripts = { ours: transcriptOf('ours', ours, gates), theirs: transcriptOf('theirs', theirs, gates) };
  gates.forEach(removeGate);
  await Promise.all(wires.map((wire) => wire.close()));
  return transcripts;
}

function transcriptOf(side: SideName, { exchanges }: Wire, gates: readonly string[]): Transcript {
  return { exchanges: structuredClone(exchanges), diary: gates.flatMap((gate) => diaryOf(side, gate)) };
}

/** Cases are played side by side: the gates of each have names of their own. */
function withOwnGates(step: Step, number: number): Step {
  if (step.do === 'open') return { ...step, gate: `case${number}.${step.gate}` };
  return { ...step, body: step.body.replace(/(?<="gate":")gate\d/g, (gate) => `case${number}.${gate}`) };
}

function gatesOf(step: Step): string[] {
  return step.do === 'open' ? [step.gate] : [...step.body.matchAll(/case\d+\.gate\d/g)].map(String);
}
