import { McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { answer, ECHO, IDENTITY, OTHERS } from './tools.mjs';

const TEXT = z.object({ text: z.string().describe('Any text') });
const RECORD = z.object({ number: z.string().describe('Number of the record'), limit: z.number().int().optional() });

/** A server of SDK v2 as its documentation builds one, with `McpServer`. */
export function createServer() {
  const server = new McpServer(IDENTITY);
  server.registerTool(ECHO.name, { description: ECHO.description, inputSchema: TEXT }, ({ text }) => answer(text));
  for (const { name, description } of OTHERS) {
    server.registerTool(name, { description, inputSchema: RECORD }, ({ number }) => answer(number));
  }
  return server;
}
