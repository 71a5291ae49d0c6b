import { StdioLoad } from '../lib/load/stdio.load.mjs';
import { temporary } from '../lib/product.settings.mjs';
import { interleave } from '../lib/rounds.mjs';
import { ServerProcess } from '../lib/server.process.mjs';
import { tabulate, target } from '../lib/table.mjs';

const LOCAL = { BENCH_TRANSPORT: 'stdio' };
const MODES = [
  { id: '32', title: 'tools/call on stdio, 32 in flight', inFlight: 32, limit: 1 },
  { id: '1', title: 'tools/call on stdio, one at a time', inFlight: 1, limit: 0.9 },
];

const COMMANDS = [
  { id: 'raw', label: 'raw line loop', kind: 'limit', command: { script: 'raw-stdio' } },
  { id: 'polyport', label: 'Polyport', kind: 'product', command: { script: 'polyport', env: productEnv() } },
  { id: 'sdk-v2', label: 'SDK v2, bare', kind: 'rival', command: { script: 'sdk-v2-stdio' } },
  { id: 'sdk-v1', label: 'SDK v1, bare', kind: 'rival', command: { script: 'sdk-v1-stdio' } },
  { id: 'mcp-nest', label: '@rekog/mcp-nest', kind: 'rival', command: { script: 'mcp-nest', env: LOCAL } },
  { id: 'fastmcp', label: 'fastmcp', kind: 'rival', command: { script: 'fastmcp', env: LOCAL } },
];

/** The caller on stdio is who started the process: there is nothing to authenticate. The audit is on. */
function productEnv() {
  return { TRANSPORT: 'stdio', AUDIT_LOG: temporary('audit-stdio.jsonl'), LOG_LEVEL: 'warn', LOG_FORMAT: 'json' };
}

const candidates = (inFlight) =>
  COMMANDS.map(({ command, ...rest }) => ({
    ...rest,
    against: 'raw',
    start: async () => {
      const server = ServerProcess.onStdio(command);
      const load = new StdioLoad(server.child);
      const stop = () => server.stop();
      try {
        await load.begin();
      } catch (error) {
        await stop();
        throw error;
      }
      return { server, run: (ms) => load.run(ms, inFlight), stop };
    },
  }));

/** The other transport of local servers, many calls at once and one after the other. */
export async function stdio(profile) {
  const [tables, targets] = [[], []];
  for (const { id, title, inFlight, limit } of MODES) {
    const list = candidates(inFlight);
    const table = tabulate({ id: `flight-${id}`, title, unit: 'calls/s' }, list, await interleave(list, profile));
    tables.push(table);
    targets.push(target(`${title}: of SDK v2`, table, 'polyport', 'sdk-v2', 'at least', limit));
  }
  return { tables, targets };
}
