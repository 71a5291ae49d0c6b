import { bold, dim, green, print, red, table } from '../demo/terminal.mjs';

const PAINTS = { '✓': green, '✗': red, '–': dim };
const paint = (padded, cell) => PAINTS[cell]?.(padded) ?? padded;
const indented = (text) => text.replaceAll('\n', '\n      ');

/** The scenarios of the suite over Streamable HTTP, one table for each revision. */
export function printSuite(suite) {
  printScenarios(suite, 'over Streamable HTTP');
}

/** The same through a function, and what a function does not have. */
export function printFunction(suite) {
  printScenarios(suite, 'through a function that streams');
  for (const [scenario, reason] of Object.entries(suite.absent)) print(dim(`  – ${scenario}: ${reason}`));
}

function printScenarios({ revision, scenarios, faults, milliseconds }, how) {
  print(bold(`\nOfficial suite, ${revision}, ${how} (${(milliseconds / 1000).toFixed(1)} s)\n`));
  const rows = scenarios.map(({ scenario, kind, passed, warnings, failures, clean }) => [
    clean ? '✓' : '✗',
    scenario,
    kind,
    ...[passed, warnings, failures].map(String),
  ]);
  table([['', 'scenario', 'kind', 'passed', 'warnings', 'failures'], ...rows], { right: [3, 4, 5], colour: paint });
  const tally = (kind) => {
    const all = scenarios.filter((scenario) => scenario.kind === kind);
    return `${all.filter(({ clean }) => clean).length}/${all.length}`;
  };
  print(`\n${tally('required')} required passed, ${tally('unscored')} unscored clean`);
  for (const { scenario, note, clean } of scenarios) {
    if (note) print((clean ? dim : red)(`  ${clean ? '–' : '✗'} ${scenario}: ${indented(note)}`));
  }
  for (const fault of faults) print(red(`  ✗ ${fault}`));
}

/** The same scenarios over the other transports: a column for each transport and revision. */
export function printLegs(legs) {
  print(bold('\nThe same scenarios over stdio and HTTP+SSE, by the official clients\n'));
  const names = [
    ...new Set(legs.flatMap((leg) => [...leg.scenarios, ...leg.differences].map(({ scenario }) => scenario))),
  ];
  const heading = ['scenario', ...legs.map(({ transport, revision, client }) => `${transport} ${revision} ${client}`)];
  const rows = names.map((name) => [name, ...legs.map((leg) => cellOf(leg, name))]);
  const columns = legs.map((_, index) => index + 1);
  const colour = (padded, cell) => PAINTS[cell.at(0)]?.(padded) ?? padded;
  table([heading, ...rows], { centred: columns, colour });
  print(
    dim('\n✓ run and clean, – not run for the reason below, blank: not of this revision. HTTP+SSE has no 2026-07-28:'),
  );
  print(dim('the transport of 2024-11-05 is kept for clients of that age.'));
  legs.forEach(printLeg);
}

function cellOf({ scenarios, differences }, name) {
  const found = scenarios.find(({ scenario }) => scenario === name);
  if (found === undefined) return differences.some(({ scenario }) => scenario === name) ? '–' : '';
  const passed = found.checks.filter((check) => check.passed).length;
  return `${passed === found.checks.length ? '✓' : '✗'} ${passed}/${found.checks.length}`;
}

function printLeg({ transport, revision, scenarios, differences, gaps }) {
  const clean = scenarios.filter(({ checks }) => checks.every(({ passed }) => passed)).length;
  print(bold(`\n${transport}, ${revision}: ${clean}/${scenarios.length} scenarios`));
  for (const { scenario, checks } of scenarios) {
    for (const { id, passed, error } of checks) if (!passed) print(red(`  ✗ ${scenario} / ${id}: ${indented(error)}`));
  }
  for (const gap of gaps) print(red(`  ✗ ${gap}`));
  for (const { scenario, checks, reason } of differences) {
    print(dim(`  – ${scenario}${checks ? ` (${checks.join(', ')})` : ''}: ${reason}`));
  }
}
