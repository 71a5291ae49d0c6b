/** SDK v2, its handler for both eras, behind `node:http`. `BENCH_API=mcp-server` has it built with `McpServer`. */
import { createServer as createHttpServer } from 'node:http';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler } from '@modelcontextprotocol/server';

const { BENCH_API, PORT } = process.env;

const { createServer } =
  BENCH_API === 'mcp-server' ? await import('./shared/sdk-v2.mcp-server.mjs') : await import('./shared/sdk-v2.mjs');

createHttpServer(toNodeHandler(createMcpHandler(createServer))).listen(Number(PORT), '127.0.0.1');
