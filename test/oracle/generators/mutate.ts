import fc from 'fast-check';

type Members = Record<string, unknown>;

const ODD = [null, 0, -1, 1.5, 2 ** 60, '', 'odd', true, [], {}, ['odd'], { odd: 1 }, 'x'.repeat(5000)] as const;

/** What is done to one member of a message. */
type Change = 'remove' | 'replace' | 'rename' | 'add';

/** The message with one member missing, of another type, in another case, or too many. */
export function mutated(message: fc.Arbitrary<object>): fc.Arbitrary<object> {
  return fc
    .record({
      message,
      place: fc.nat(),
      change: fc.constantFrom<Change>('remove', 'replace', 'replace', 'replace', 'rename', 'add'),
      odd: fc.constantFrom<unknown>(...ODD),
    })
    .map(({ message: whole, place, change, odd }) => {
      const copy = structuredClone(whole) as Members;
      const members = membersOf(copy);
      const [owner, name] = members[place % members.length]!;
      apply(owner, name, change, odd);
      return copy;
    });
}

/** Every member of the message and of what is in it. */
function membersOf(value: Members): [Members, string][] {
  return Object.entries(value).flatMap(([name, inner]) => {
    const deeper = typeof inner === 'object' && inner !== null ? membersOf(inner as Members) : [];
    return [[value, name] as [Members, string], ...deeper];
  });
}

function apply(owner: Members, name: string, change: Change, odd: unknown): void {
  if (change === 'add') owner['further'] = odd;
  if (change === 'replace') owner[name] = odd;
  if (change === 'rename') owner[name.charAt(0).toUpperCase() + name.slice(1)] = owner[name];
  if (change === 'remove' || change === 'rename') delete owner[name];
}

/** Mostly the usual, now and then the other. */
export function mostly<T>(usual: fc.Arbitrary<T>, ...others: fc.Arbitrary<T>[]): fc.Arbitrary<T> {
  return fc.oneof({ weight: 6 * others.length, arbitrary: usual }, ...others);
}
