import { HEADERS, PLAIN_NEST } from '../lib/key.mjs';
import { HttpLoad } from '../lib/load/http.load.mjs';
import { guarded } from '../lib/product.settings.mjs';
import { echo } from '../lib/requests.mjs';
import { ServerProcess } from '../lib/server.process.mjs';

const REMOTE = { BENCH_TRANSPORT: 'http' };
const HELPED = { BENCH_API: 'mcp-server' };

/**
 * A server over HTTP, asked the same thing over 32 connections.
 *
 * @param more `listen`, which resolves to a running server in place of a `command`; `against`, the id of the row it is compared with; `isExtra`, left out of quick runs; `load`, options of the
 *   load, such as `connections`; `prepare`, called with the server and the options of the load before anything is
 *   measured, and resolves to more of these options
 */
export function candidate({ command, listen, era = '2025', request = echo, load: options, prepare, ...head }) {
  const start = async () => {
    const server = await (listen?.() ?? ServerProcess.listening(command));
    try {
      const usual = { port: server.port, era, headers: HEADERS, ...options };
      const load = new HttpLoad(request, { ...usual, ...(await prepare?.(server, usual)) });
      return { server, run: (ms, meter) => load.run(ms, meter), stop: () => server.stop() };
    } catch (error) {
      await server.stop();
      throw error;
    }
  };
  return { ...head, start };
}

export const product = (tools = 10, env = guarded()) => ({
  script: 'polyport',
  env: { ...env, TRANSPORT: 'http', BENCH_TOOLS: String(tools) },
});

const bothEras = ({ id, label, ...rest }) =>
  ['2025', '2026'].map((era) => candidate({ id: `${id}-${era}`, label: `${label}, ${era} client`, era, ...rest }));

const raw = (command = {}) =>
  candidate({ id: 'raw', label: 'raw node:http', kind: 'limit', command: { script: 'raw-http', ...command } });

export const polyport = (command = product()) =>
  bothEras({ id: 'polyport', label: 'Polyport, everything on', kind: 'product', command });

export const sdkV2 = (command = {}) =>
  bothEras({ id: 'sdk-v2', label: 'SDK v2, bare', kind: 'rival', command: { script: 'sdk-v2-http', ...command } });

/** What the fastest rival is looked for among, and what Node and Nest give without a protocol. */
export const calls = () => [
  raw(),
  candidate({
    ...{ id: 'nest', label: 'plain Nest controller, same guards', kind: 'limit' },
    command: { script: 'nest', env: PLAIN_NEST },
  }),
  ...polyport(),
  ...sdkV2(),
  ...bothEras({
    ...{ id: 'mcp-server', label: 'SDK v2, McpServer', kind: 'rival', isExtra: true },
    command: { script: 'sdk-v2-http', env: HELPED },
  }),
  candidate({ id: 'sdk-v1', label: 'SDK v1, bare', kind: 'rival', isExtra: true, command: { script: 'sdk-v1-http' } }),
  ...bothEras({
    ...{ id: 'mcp-nest', label: '@rekog/mcp-nest', kind: 'rival' },
    command: { script: 'mcp-nest', env: REMOTE },
  }),
  candidate({
    ...{ id: 'fastmcp', label: 'fastmcp', kind: 'rival', isExtra: true },
    command: { script: 'fastmcp', env: REMOTE },
  }),
];
