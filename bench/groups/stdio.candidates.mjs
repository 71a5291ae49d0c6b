import { StdioLoad } from '../lib/load/stdio.load.mjs';
import { local } from '../lib/product.settings.mjs';
import { ServerProcess } from '../lib/server.process.mjs';

const LOCAL = { BENCH_TRANSPORT: 'stdio' };

/** How many calls are on their way at once, and the ratios to a bare SDK v2 that are promised without and with the audit. */
export const MODES = [
  { id: '32', name: '32 in flight', inFlight: 32, least: { off: 1.2, on: 1 } },
  // A round trip: neither side ever uses its core all the time, and what counts is how long the client waits.
  { id: '1', name: 'one at a time', inFlight: 1, least: { off: 1, on: 0.9 }, measure: 'elapsed' },
];

export const sdkV2 = { id: 'sdk-v2', label: 'SDK v2, bare', kind: 'rival', command: { script: 'sdk-v2-stdio' } };

export const polyport = () => ({
  ...{ id: 'polyport', label: 'Polyport, audit off', kind: 'product' },
  command: { script: 'polyport', env: local() },
});

export const everyone = () => [
  { id: 'raw', label: 'raw line loop', kind: 'limit', command: { script: 'raw-stdio' }, isExtra: true },
  polyport(),
  {
    ...{ id: 'polyport-audit', label: 'Polyport, audit in a file', kind: 'product' },
    command: { script: 'polyport', env: local('file') },
  },
  sdkV2,
  { id: 'sdk-v1', label: 'SDK v1, bare', kind: 'rival', command: { script: 'sdk-v1-stdio' }, isExtra: true },
  {
    ...{ id: 'mcp-nest', label: '@rekog/mcp-nest', kind: 'rival', isExtra: true },
    command: { script: 'mcp-nest', env: LOCAL },
  },
  { id: 'fastmcp', label: 'fastmcp', kind: 'rival', command: { script: 'fastmcp', env: LOCAL }, isExtra: true },
];

/** A server on stdio with a number of calls on their way; `node` is the path of another Node. */
export const onStdio = ({ command, ...head }, inFlight, node) => ({
  ...head,
  against: 'sdk-v2',
  start: async () => {
    const server = ServerProcess.onStdio({ ...command, node });
    const load = new StdioLoad(server.child);
    const stop = () => server.stop();
    try {
      await load.begin();
    } catch (error) {
      await stop();
      throw error;
    }
    return { server, run: (ms, meter) => load.run(ms, inFlight, meter), stop };
  },
});
