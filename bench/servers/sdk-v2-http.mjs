/** SDK v2, its handler for both eras, behind `node:http`. */
import { createServer as createHttpServer } from 'node:http';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler } from '@modelcontextprotocol/server';
import { createServer } from './shared/sdk-v2.mjs';

createHttpServer(toNodeHandler(createMcpHandler(createServer))).listen(Number(process.env.PORT), '127.0.0.1');
