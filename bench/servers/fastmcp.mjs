/** fastmcp: `BENCH_TRANSPORT` is `http` (stateless, JSON answers) or `stdio`. */
import { FastMCP } from 'fastmcp';
import { z } from 'zod';
import { ECHO, IDENTITY, OTHERS } from './shared/tools.mjs';

const { BENCH_TRANSPORT, PORT } = process.env;

const server = new FastMCP(IDENTITY);
server.addTool({ ...ECHO, parameters: z.object({ text: z.string() }), execute: async ({ text }) => text });
for (const other of OTHERS) {
  const parameters = z.object({ number: z.string(), limit: z.number().int().optional() });
  server.addTool({ ...other, parameters, execute: async ({ number }) => number });
}

await server.start(
  BENCH_TRANSPORT === 'stdio'
    ? { transportType: 'stdio' }
    : {
        transportType: 'httpStream',
        httpStream: { port: Number(PORT), host: '127.0.0.1', stateless: true, enableJsonResponse: true },
      },
);
