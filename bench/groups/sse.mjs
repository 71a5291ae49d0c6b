import { HEADERS } from '../lib/key.mjs';
import { SseLoad } from '../lib/load/sse.load.mjs';
import { guarded } from '../lib/product.settings.mjs';
import { interleave } from '../lib/rounds.mjs';
import { ServerProcess } from '../lib/server.process.mjs';
import { tabulate, target } from '../lib/table.mjs';

const SESSIONS = 100;

/** All sessions are one caller's. */
const ROOM = {
  MAX_SESSIONS_PER_PRINCIPAL: String(SESSIONS),
  MAX_CONCURRENT_CALLS_PER_PRINCIPAL: String(SESSIONS),
};

const COMMANDS = [
  { id: 'bare', label: 'Express, v1 transport, v2 server', kind: 'rival', command: { script: 'bare-sse' } },
  {
    ...{ id: 'polyport', label: 'Polyport', kind: 'product' },
    command: { script: 'polyport', env: guarded({ TRANSPORT: 'sse', ...ROOM }) },
  },
];

const candidates = COMMANDS.map(({ command, ...rest }) => ({
  ...rest,
  against: 'bare',
  start: async () => {
    const server = await ServerProcess.listening(command);
    const load = new SseLoad({ port: server.port, path: '/sse', headers: HEADERS }, SESSIONS);
    const stop = () => {
      load.close();
      return server.stop();
    };
    try {
      await load.begin();
    } catch (error) {
      await stop();
      throw error;
    }
    return { server, run: (ms, meter) => load.run(ms, meter), stop };
  },
}));

/** HTTP+SSE: sessions that all call, one call of each at a time. */
export async function sse(profile) {
  const results = await interleave(candidates, profile);
  const head = { id: 'calls', title: `HTTP+SSE, tools/call, ${SESSIONS} sessions`, unit: 'calls/s' };
  const table = tabulate(head, candidates, results);
  const goal = target(`SSE, ${SESSIONS} sessions: of a bare server`, table, 'polyport', 'bare', 'at least', 1.2);
  return { tables: [table], targets: [goal] };
}
