/**
 * SDK v2 with sessions as its documentation builds them: a server and a transport for each, found by the id in the header.
 * JSON answers, the faster of the two it has.
 */
import { randomUUID } from 'node:crypto';
import { createServer as createHttpServer } from 'node:http';
import { NodeStreamableHTTPServerTransport } from '@modelcontextprotocol/node';
import { createServer } from './shared/sdk-v2.mjs';

const transports = new Map();

async function begin() {
  const transport = new NodeStreamableHTTPServerTransport({
    sessionIdGenerator: randomUUID,
    enableJsonResponse: true,
    onsessioninitialized: (id) => void transports.set(id, transport),
  });
  transport.onclose = () => transports.delete(transport.sessionId);
  await createServer().connect(transport);
  return transport;
}

createHttpServer(async (request, response) => {
  const id = request.headers['mcp-session-id'];
  const transport = id === undefined ? await begin() : transports.get(id);
  if (transport) await transport.handleRequest(request, response);
  else response.writeHead(404).end();
}).listen(Number(process.env.PORT), '127.0.0.1');
