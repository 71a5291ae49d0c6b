import { explain } from './compare/explain.js';
import { Quiet } from './compare/quiet.js';
import { report } from './compare/report.js';
import { differences } from './differences.js';
import { casesOf } from './generators/conversations.js';
import { sides, type TransportKind } from './sides/sides.js';

const SEED = Number(process.env['ORACLE_SEED'] ?? 20260728);
/** Cases in all; the share of a transport is what it has to say. */
const RUNS = Number(process.env['ORACLE_RUNS'] ?? 4000);
const SHARES: readonly (readonly [TransportKind, number])[] = [
  ['http', 0.45],
  ['stdio', 0.25],
  ['sessions', 0.18],
  ['sse', 0.12],
];
/** With fewer cases some rules are not needed. */
const ENOUGH = 4000;

const LIMIT_MS = Math.max(120_000, RUNS * 60);

describe('our server beside a bare one of the SDK', () => {
  const used = new Map<string, number>();

  it.each(SHARES)(
    'answers the same over %s, but for the differences in the table',
    async (transport, share) => {
      const cases = casesOf(transport, SEED, Math.round(RUNS * share));
      const pair = await sides(transport);
      const quiet = await Quiet.open();

      const outcome = await explain(cases, pair, quiet, differences).finally(() => quiet.close());

      for (const [name, count] of outcome.used) used.set(name, (used.get(name) ?? 0) + count);
      expect(report(outcome.unexplained)).toBe('');
    },
    LIMIT_MS,
  );

  (RUNS < ENOUGH ? it.skip : it)('needs every difference in the table', () => {
    expect(differences.map(({ name }) => name).filter((name) => !used.has(name))).toEqual([]);
  });
});
