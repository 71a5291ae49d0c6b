import { HEADERS, PLAIN_NEST } from '../lib/key.mjs';
import { HttpLoad } from '../lib/load/http.load.mjs';
import { guarded } from '../lib/product.settings.mjs';
import { echo } from '../lib/requests.mjs';
import { ServerProcess } from '../lib/server.process.mjs';

const REMOTE = { BENCH_TRANSPORT: 'http' };
const HELPED = { BENCH_API: 'mcp-server' };

/** A server over HTTP, asked the same thing over 32 connections. */
export function candidate({ id, label, kind, against = 'raw', command, era = '2025', request = echo }) {
  const start = async () => {
    const server = await ServerProcess.listening(command);
    const load = new HttpLoad(request, { port: server.port, era, headers: HEADERS });
    return { server, run: (ms) => load.run(ms), stop: () => server.stop() };
  };
  return { id, label, kind, against, start };
}

export const product = (tools = 10) => ({
  script: 'polyport',
  env: guarded({ TRANSPORT: 'http', BENCH_TOOLS: String(tools) }),
});

const bothEras = ({ id, label, ...rest }) =>
  ['2025', '2026'].map((era) => candidate({ id: `${id}-${era}`, label: `${label}, ${era} client`, era, ...rest }));

export const calls = () => [
  candidate({ id: 'raw', label: 'raw node:http', kind: 'limit', command: { script: 'raw-http' } }),
  candidate({
    ...{ id: 'nest', label: 'plain Nest controller, same guards', kind: 'limit' },
    command: { script: 'nest', env: PLAIN_NEST },
  }),
  candidate({
    ...{ id: 'polyport-2025', label: 'Polyport, 2025 client', kind: 'product', command: product() },
  }),
  candidate({
    ...{ id: 'polyport-2026', label: 'Polyport, 2026 client', kind: 'product', command: product(), era: '2026' },
  }),
  ...bothEras({ id: 'sdk-v2', label: 'SDK v2, bare', kind: 'rival', command: { script: 'sdk-v2-http' } }),
  ...bothEras({
    ...{ id: 'mcp-server', label: 'SDK v2, McpServer', kind: 'rival' },
    command: { script: 'sdk-v2-http', env: HELPED },
  }),
  candidate({ id: 'sdk-v1', label: 'SDK v1, bare', kind: 'rival', command: { script: 'sdk-v1-http' } }),
  ...bothEras({
    id: 'mcp-nest',
    label: '@rekog/mcp-nest',
    kind: 'rival',
    command: { script: 'mcp-nest', env: REMOTE },
  }),
  candidate({ id: 'fastmcp', label: 'fastmcp', kind: 'rival', command: { script: 'fastmcp', env: REMOTE } }),
];
