import { needConnections } from '../lib/descriptors.mjs';
import { HttpLoad } from '../lib/load/http.load.mjs';
import { chosen } from '../lib/profiles.mjs';
import { limited } from '../lib/product.settings.mjs';
import { echo } from '../lib/requests.mjs';
import { interleave } from '../lib/rounds.mjs';
import { ServerProcess } from '../lib/server.process.mjs';
import { tabulate, target } from '../lib/table.mjs';
import { candidate, product } from './http.candidates.mjs';

const FEW_CONNECTIONS = 32;
const FEW_KEYS = 10;
const FILL_CONNECTIONS = 32;
const FILL_MS = 300_000;
const SHARE = 0.15;

/** Anonymous callers are counted by address, and addresses are believed from the proxy: one key of the throttle for each. */
const settings = () =>
  limited({
    ...{ AUTH: 'none', ALLOW_ANONYMOUS: 'true', TRUST_PROXY: '1' },
    // Nothing that was counted is forgotten while it lasts.
    ...{ THROTTLE_TTL_SECONDS: '86400', MAX_CONCURRENT_CALLS_PER_PRINCIPAL: '100000' },
  });

/** Calls once from every address, so that all keys exist before anything is measured. */
async function serverWith(keys) {
  const server = await ServerProcess.listening(product(10, settings()));
  try {
    const load = new HttpLoad(echo, { port: server.port, connections: FILL_CONNECTIONS, addresses: keys });
    await load.runCalls(keys, FILL_MS);
    return server;
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** One server for each number of keys, under any number of connections: making the keys takes long. */
function servers() {
  const running = new Map();
  return (keys) => {
    if (!running.has(keys)) running.set(keys, serverWith(keys));
    return running.get(keys);
  };
}

function under({ id, connections, keys, isExtra }, serverFor) {
  const count = (value) => value.toLocaleString('en');
  return candidate({
    ...{
      id,
      label: `${count(connections)} calls at once, ${count(keys)} keys`,
      kind: 'product',
      against: 'few',
      isExtra,
    },
    listen: () => serverFor(keys),
    load: { headers: {}, connections, addresses: keys },
  });
}

/** What a call costs among many calls and many callers. */
export async function pressure(profile) {
  const { manyConnections: connections, manyKeys: keys } = profile;
  needConnections(connections);
  const [few, usual] = [{ connections: FEW_CONNECTIONS }, { keys: FEW_KEYS }];
  const all = [
    { id: 'few', ...few, ...usual },
    { id: 'connections', connections, ...usual, isExtra: true },
    { id: 'keys', ...few, keys, isExtra: true },
    { id: 'both', connections, keys },
  ];
  const serverFor = servers();
  const candidates = chosen(all, profile).map((each) => under(each, serverFor));
  const head = { id: 'pressure', title: 'Many calls at once, many callers: tools/call', unit: 'calls/s' };
  const table = tabulate(head, candidates, await interleave(candidates, profile));
  const targets = candidates
    .slice(1)
    .map(({ id, label }) =>
      target(`${label}: cost of a call, of ${candidates[0].label}`, table, id, 'few', 'costs at most', SHARE),
    );
  return { tables: [table], targets };
}
