import fc from 'fast-check';
import { StatelessLane } from '../../src/transports/http/lane/stateless.lane.js';
import { httpModern } from '../support/combinations.js';
import { serve, type Served } from '../support/serve.js';
import { legacyCases, modernCases } from './cases.js';
import { LaneAdminToolset, LaneToolset } from './lane.toolset.js';
import { send, type Sent } from './wire.js';

/** Cases for each era. */
const RUNS = 2000;

const SETTINGS = { THROTTLE_LIMIT: '0', THROTTLE_INITIALIZE_LIMIT: '0', STATE_SECRET: 's'.repeat(32) };

/** The same application with the lane and without it. */
async function both(): Promise<{ lane: Served; sdk: Served; taken: () => readonly string[] }> {
  const application = () => serve(LaneToolset, LaneAdminToolset).settings(SETTINGS);
  const lane = await application().over(httpModern);
  const sdk = await application().over(httpModern);
  sdk.app.get(StatelessLane, { strict: false }).close();
  const taken = jest.spyOn(lane.app.get(StatelessLane, { strict: false }), 'serve');
  return { lane, sdk, taken: () => taken.mock.calls.map(([shape]) => shape.method) };
}

const COMMON = [
  'completion/complete',
  'prompts/get',
  'prompts/list',
  'resources/list',
  'resources/read',
  'resources/templates/list',
  'tools/call',
  'tools/list',
];

describe.each([
  ['the 2025 revisions', legacyCases, [...COMMON, 'initialize', 'ping']],
  ['2026-07-28', modernCases, [...COMMON, 'server/discover']],
] as const)('whatever is sent in %s', (_era, cases: fc.Arbitrary<Sent>, methods) => {
  it('is answered by the lane as by the handler of the SDK', async () => {
    const { lane, sdk, taken } = await both();

    await fc.assert(
      fc.asyncProperty(cases, async (sent) => {
        const [short, long] = await Promise.all([send(lane.url, sent), send(sdk.url, sent)]);
        expect(short).toEqual(long);
      }),
      { numRuns: RUNS },
    );

    expect([...new Set(taken())].sort()).toEqual([...methods].sort());
    expect(taken().length).toBeGreaterThan(RUNS / 5);
  }, 120_000);
});
