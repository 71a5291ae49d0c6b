import { node24 as find } from '../lib/node24.mjs';
import { interleave } from '../lib/rounds.mjs';
import { information, tabulate, target } from '../lib/table.mjs';
import * as remote from './http.candidates.mjs';
import * as local from './stdio.candidates.mjs';

const LEAST = 1;
const ERAS = ['2025', '2026'];

async function onStdio({ id, name, inFlight, measure }, node, profile) {
  const candidates = [local.polyport(), local.sdkV2].map((each) => local.onStdio(each, inFlight, node));
  const head = { id: `stdio-${id}`, title: `Node 24: tools/call on stdio, ${name}`, unit: 'calls/s', measure };
  return tabulate(head, candidates, await interleave(candidates, profile));
}

async function stateless(node, profile) {
  const command = { ...remote.product(), node };
  const all = [...remote.polyport(command), ...remote.sdkV2({ node })];
  const candidates = all.map((each) => ({ ...each, against: 'sdk-v2-2025' }));
  const head = { id: 'calls', title: 'Node 24: stateless HTTP, tools/call', unit: 'calls/s' };
  return tabulate(head, candidates, await interleave(candidates, profile));
}

/** The same calls with servers on Node 24, each beside SDK v2 on the same Node. */
export async function node24(profile) {
  const { node, version, skipped } = find();
  const many = 'stdio on Node 24, 32 in flight, audit off: of SDK v2';
  if (skipped) return { tables: [], targets: [{ name: many, rule: 'at least', limit: LEAST, skipped }] };
  const tables = [];
  for (const mode of local.MODES) tables.push(await onStdio(mode, node, profile));
  const [flight, single] = tables;
  const goals = [
    target(many, flight, 'polyport', 'sdk-v2', 'at least', LEAST),
    information('stdio on Node 24, one at a time, audit off: of SDK v2', single, 'polyport', 'sdk-v2'),
  ];
  if (!profile.extras) return { serverNode: version, tables, targets: goals };
  const calls = await stateless(node, profile);
  const overHttp = ERAS.map((era) =>
    information(`HTTP on Node 24, ${era} client: of SDK v2`, calls, `polyport-${era}`, `sdk-v2-${era}`),
  );
  return { serverNode: version, tables: [...tables, calls], targets: [...goals, ...overHttp] };
}
