import { HARD_WIRED } from './frozen.mjs';

const count = (checks, status) => checks.filter((check) => check.status === status).length;

/** Whether the suite found what it is to find, scenario by scenario. */
export function judgeSuite({ required, unscored }, { code, output, checks }) {
  const scenarios = [
    ...required.map((name) => judgeScenario(name, 'required', checks.get(name))),
    ...unscored.map((name) => judgeScenario(name, 'unscored', checks.get(name))),
    ...[...checks.keys()]
      .filter((name) => !required.includes(name) && !unscored.includes(name))
      .map((name) => ({ ...judgeScenario(name, 'unknown', checks.get(name)), clean: false, note: 'not on the list' })),
  ];
  const isExplained = code === 0 || scenarios.some(({ clean }) => !clean);
  const faults = isExplained ? [] : [`The suite ended with exit code ${code}:\n${output.slice(-2000)}`];
  return { scenarios, faults };
}

/** Clean: something was checked, and nothing failed or was warned of. */
function judgeScenario(scenario, kind, checks) {
  if (checks === undefined) {
    return { scenario, kind, passed: 0, warnings: 0, failures: 0, clean: false, note: 'did not run', checks: [] };
  }
  const [passed, warnings, failures] = ['SUCCESS', 'WARNING', 'FAILURE'].map((status) => count(checks, status));
  const isHardWired = scenario in HARD_WIRED && checks.every(({ status }) => status === 'SKIPPED');
  const clean = failures === 0 && warnings === 0 && (passed > 0 || isHardWired);
  const note = isHardWired ? HARD_WIRED[scenario] : complaints(checks);
  return {
    scenario,
    kind,
    passed,
    warnings,
    failures,
    clean,
    note,
    checks: checks.map(({ id, status }) => ({ id, status })),
  };
}

function complaints(checks) {
  return checks
    .filter(({ status }) => status === 'FAILURE' || status === 'WARNING')
    .map(({ id, status, errorMessage = '' }) => `${status} ${id}: ${errorMessage}`)
    .join('\n');
}

/**
 * What a transport leaves unexplained: checks of the suite that are neither run nor among the differences, and
 * differences that name nothing the suite knows.
 */
export function findGaps(leg, suite) {
  const run = new Map(leg.scenarios.map(({ scenario, checks }) => [scenario, new Set(checks.map(({ id }) => id))]));
  const isExplained = (scenario, id) =>
    leg.differences.some((one) => one.scenario === scenario && (one.checks === undefined || one.checks.includes(id)));
  const missing = suite.scenarios.flatMap(({ scenario, checks }) =>
    [...new Set(checks.map(({ id }) => id))]
      .filter((id) => !run.get(scenario)?.has(id) && !isExplained(scenario, id))
      .map((id) => `${scenario} / ${id} is not run, and nothing says why`),
  );
  const known = new Map(suite.scenarios.map(({ scenario, checks }) => [scenario, checks.map(({ id }) => id)]));
  const stale = leg.differences.flatMap(({ scenario, checks = [] }) => {
    if (!known.has(scenario)) return [`The difference ${scenario} names no scenario of the suite`];
    return checks
      .filter((id) => !known.get(scenario).includes(id))
      .map((id) => `The difference ${scenario} / ${id} names no check of the suite`);
  });
  return [...missing, ...stale];
}
