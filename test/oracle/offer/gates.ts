export type SideName = 'ours' | 'theirs';

interface Gate {
  readonly passing: Promise<void>;
  readonly open: () => void;
  /** What the slow tool has seen at it. */
  readonly diary: string[];
}

const gates = new Map<string, Gate>();

function gateOf(side: SideName, name: string): Gate {
  const key = `${side} ${name}`;
  const known = gates.get(key);
  if (known) return known;
  let open!: () => void;
  const passing = new Promise<void>((resolve) => (open = resolve));
  const gate: Gate = { passing, open, diary: [] };
  gates.set(key, gate);
  return gate;
}

/** Lets the slow tools of both sides go on that wait, or will wait, at this gate. */
export function openGate(name: string): void {
  gateOf('ours', name).open();
  gateOf('theirs', name).open();
}

/** Waits until the gate opens or the call is aborted, and keeps a diary of it. */
export async function pass(side: SideName, name: string, signal: AbortSignal): Promise<'released' | 'aborted'> {
  const { passing, diary } = gateOf(side, name);
  diary.push('started');
  const aborted = new Promise<'aborted'>((resolve) => {
    if (signal.aborted) resolve('aborted');
    else signal.addEventListener('abort', () => resolve('aborted'), { once: true });
  });
  const outcome = await Promise.race([aborted, passing.then(() => 'released' as const)]);
  diary.push(outcome);
  return outcome;
}

export function diaryOf(side: SideName, name: string): readonly string[] {
  return [...gateOf(side, name).diary];
}

/** Opens the gate for good, so that no call outlives its case. */
export function removeGate(name: string): void {
  openGate(name);
  gates.delete(`ours ${name}`);
  gates.delete(`theirs ${name}`);
}
