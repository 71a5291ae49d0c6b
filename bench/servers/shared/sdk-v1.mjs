import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { z } from 'zod';
import { answer, ECHO, IDENTITY, OTHERS } from './tools.mjs';

const TEXT = { text: z.string().describe('Any text') };
const RECORD = { number: z.string().describe('Number of the record'), limit: z.number().int().optional() };

/** A server of SDK v1 as its documentation builds one. */
export function createServer() {
  const server = new McpServer(IDENTITY);
  server.registerTool(ECHO.name, { description: ECHO.description, inputSchema: TEXT }, ({ text }) => answer(text));
  for (const { name, description } of OTHERS) {
    server.registerTool(name, { description, inputSchema: RECORD }, ({ number }) => answer(number));
  }
  return server;
}
