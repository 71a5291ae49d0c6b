import { runLeg } from './core/runner.js';
import type { LegOutcome, ScenarioTable } from './core/scenario.types.js';
import { legacyStdioDifferences, modernStdioDifferences, sseDifferences } from './differences.js';
import { basicScenarios } from './legacy/basic.scenarios.js';
import { callScenarios } from './legacy/call.scenarios.js';
import { LegacySession } from './legacy/legacy.session.js';
import { sseScenarios } from './legacy/sse.scenarios.js';
import { featureScenarios } from './modern/feature.scenarios.js';
import { ModernSession } from './modern/modern.session.js';
import { roundScenarios } from './modern/rounds.scenarios.js';
import { statelessScenarios } from './modern/stateless.scenarios.js';
import { taskScenarios } from './modern/tasks.scenarios.js';
import { promptScenarios, resourceScenarios, toolScenarios } from './shared/content.scenarios.js';

/** One table of several; a scenario that is in two of them has the checks of both. */
function merged<Session>(...tables: ScenarioTable<Session>[]): ScenarioTable<Session> {
  const entries = tables.flatMap((table) => Object.entries(table));
  return entries.reduce<ScenarioTable<Session>>(
    (all, [name, checks]) => ({ ...all, [name]: { ...all[name], ...checks } }),
    {},
  );
}

const shared = [toolScenarios, resourceScenarios, promptScenarios];
const legacyScenarios = merged<LegacySession>(basicScenarios, callScenarios, ...shared);

const LEGACY = { revision: '2025-11-25', client: 'v1' } as const;
const MODERN = { revision: '2026-07-28', client: 'v2' } as const;

/** Runs every transport and revision beside Streamable HTTP, at the same time. */
export function runLegs(sseOrigin: string): Promise<LegOutcome[]> {
  return Promise.all([
    runLeg({
      ...LEGACY,
      transport: 'stdio',
      open: () => LegacySession.overStdio(),
      scenarios: legacyScenarios,
      differences: legacyStdioDifferences,
    }),
    runLeg({
      ...LEGACY,
      transport: 'sse',
      open: () => LegacySession.overSse(sseOrigin),
      scenarios: merged(legacyScenarios, sseScenarios),
      differences: sseDifferences,
    }),
    runLeg({
      ...MODERN,
      transport: 'stdio',
      open: () => ModernSession.overStdio(),
      scenarios: merged<ModernSession>(statelessScenarios, ...shared, featureScenarios, roundScenarios, taskScenarios),
      differences: modernStdioDifferences,
    }),
  ]);
}
