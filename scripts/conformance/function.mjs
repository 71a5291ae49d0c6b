import { startFront } from '../../test/serverless/support/front.mjs';
import { Platform } from '../../test/serverless/support/platform.mjs';
import { ABSENT_IN_FUNCTION } from './frozen.mjs';
import { runSuite } from './suite.mjs';
import { judgeSuite } from './verdict.mjs';

/** The suites are one caller, and send more messages than one may. */
const ENV = {
  // What one instance has sealed another one opens.
  STATE_SECRET: 'held-by-all-instances-of-the-function',
  ALLOW_ANONYMOUS: 'true',
  AUDIT_LOG: 'off',
  THROTTLE_LIMIT: '0',
  THROTTLE_INITIALIZE_LIMIT: '0',
};

const running = new Set();

/** Ends the instances that are still there. */
export async function stopFunctions() {
  await Promise.all([...running].map((stop) => stop()));
}

/** Runs the scenarios of a revision through an emulated Lambda, whose handler streams its answers. */
export async function throughFunction(file, lists) {
  const { revision } = lists;
  const platform = new Platform({ file, name: 'streamHandler', env: ENV });
  const front = await startFront((event) => platform.invoke(event), { passHost: true });
  const stop = async () => {
    running.delete(stop);
    await front.close();
    await platform.stop();
  };
  running.add(stop);
  const start = performance.now();
  const outcome = await runSuite(revision, `${front.origin}/mcp`);
  const milliseconds = Math.round(performance.now() - start);
  const { scenarios, faults } = judgeSuite(lists, { ...outcome, code: 0 });
  if (platform.instances.some(({ isDead }) => isDead))
    faults.push('An instance of the function did not live to the end.');
  await stop();
  return { revision, milliseconds, faults, ...withoutAbsent(scenarios, ABSENT_IN_FUNCTION[revision]) };
}

/** A scenario that works although it is said not to exist is a failure as well. */
function withoutAbsent(scenarios, absent) {
  const all = scenarios.map((scenario) =>
    scenario.scenario in absent && scenario.clean
      ? { ...scenario, clean: false, note: 'works, and is said not to exist in a function' }
      : scenario,
  );
  const isAbsent = ({ scenario, clean, note }) => scenario in absent && !clean && !note.startsWith('works,');
  return { scenarios: all.filter((scenario) => !isAbsent(scenario)), absent };
}
