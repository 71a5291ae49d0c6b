import { Server } from '@modelcontextprotocol/server';
import { answer, IDENTITY, LISTED } from './tools.mjs';

/** A bare server of SDK v2, the fastest way it has: no argument is checked, and every name is an echo. */
export function createServer() {
  const server = new Server(IDENTITY, { capabilities: { tools: {} } });
  server.setRequestHandler('tools/list', () => ({ tools: LISTED }));
  server.setRequestHandler('tools/call', ({ params }) => answer(params.arguments.text));
  return server;
}
