import { faultsOf } from './traffic.audit.js';
import type { Traffic } from './traffic.js';
import type {
  Check,
  CheckOutcome,
  Difference,
  LegOutcome,
  Scenario,
  ScenarioOutcome,
  ScenarioTable,
} from './scenario.types.js';
import { within } from './until.js';

/** Longest time for one check; the longest task of the fixture takes two seconds. */
const CHECK_MS = 15_000;

/** A connection of which every message is known. */
export interface Audited {
  readonly isModern: boolean;
  readonly traffics: readonly Traffic[];
  close(): Promise<void>;
}

/** A transport with a revision: what is run over it, and what is not. */
export interface Leg<Session extends Audited> {
  readonly transport: string;
  readonly revision: string;
  readonly client: string;
  readonly open: () => Promise<Session>;
  readonly scenarios: ScenarioTable<Session>;
  readonly differences: readonly Difference[];
}

/** Runs all scenarios of a leg over one session, one after the other. */
export async function runLeg<Session extends Audited>(leg: Leg<Session>): Promise<LegOutcome> {
  const { transport, revision, client, differences } = leg;
  const start = performance.now();
  const session = await leg.open();
  const scenarios: ScenarioOutcome[] = [];
  try {
    for (const [scenario, checks] of Object.entries(leg.scenarios)) {
      scenarios.push({ scenario, checks: await runScenario(checks, session) });
    }
  } finally {
    await session.close();
  }
  return { transport, revision, client, milliseconds: performance.now() - start, scenarios, differences };
}

async function runScenario<Session extends Audited>(
  scenario: Scenario<Session>,
  session: Session,
): Promise<CheckOutcome[]> {
  const marks = session.traffics.map(({ received }) => received.length);
  const outcomes: CheckOutcome[] = [];
  for (const [id, check] of Object.entries(scenario)) outcomes.push(await runCheck(id, check, session));
  const audit = async (): Promise<void> => {
    const faults = session.traffics.flatMap((traffic, index) => faultsOf(traffic, session.isModern, marks[index]));
    if (faults.length > 0) throw new Error(faults.join('\n'));
  };
  return [...outcomes, await runCheck('wire-schema-valid', audit, session)];
}

async function runCheck<Session>(id: string, check: Check<Session>, session: Session): Promise<CheckOutcome> {
  try {
    await within(check(session), id, CHECK_MS);
    return { id, passed: true };
  } catch (error) {
    return { id, passed: false, error: error instanceof Error ? error.message : String(error) };
  }
}
