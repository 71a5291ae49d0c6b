import { seconds } from './limits.mjs';
import { STEPS } from './steps.mjs';
import { bold, dim, green, print, red, table } from './terminal.mjs';

const COLOURS = { '✓': green, '✗': red, '–': dim, '·': dim };
const FIRST_MARK = 3;

/** The table of all combinations. Returns whether everything came back as it should. */
export function printSummary(outcomes, milliseconds) {
  const heading = ['transport', 'client', 'revision', ...STEPS.map(({ name }) => name), 'time'];
  const rows = outcomes.map(({ run, marks, milliseconds }) => [
    run.server,
    run.client.name,
    run.client.revision,
    ...STEPS.map(({ name }) => marks[name] ?? '·'),
    seconds(milliseconds),
  ]);
  table([heading, ...rows], {
    centred: STEPS.map((_, index) => FIRST_MARK + index),
    right: [heading.length - 1],
    colour: (padded, cell) => COLOURS[cell]?.(padded) ?? padded,
  });
  const marks = rows.flat();
  const failures = outcomes.flatMap((outcome) => outcome.failures);
  print();
  if (marks.includes('–')) print(dim('– not possible in this combination, and refused with a reason, as it should be'));
  if (marks.includes('·')) print(dim('· not reached'));
  if (failures.length === 0 && !marks.includes('·')) {
    const checks = outcomes.length * STEPS.length;
    print(
      bold(
        green(`All ${checks} steps of ${outcomes.length} combinations came back right, in ${seconds(milliseconds)}.`),
      ),
    );
    return true;
  }
  print(bold(red(`Something did not come back as it should (${seconds(milliseconds)}):`)));
  for (const failure of failures) print(red(`  ✗ ${failure}`));
  return false;
}
