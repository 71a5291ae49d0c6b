/** HTTP+SSE by hand: Express, the transport of SDK v1, a server of SDK v2 for each session. */
import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
import express from 'express';
import { createServer } from './shared/sdk-v2.mjs';

const transports = new Map();
const app = express();

app.get('/sse', async (_request, response) => {
  const transport = new SSEServerTransport('/messages', response);
  transports.set(transport.sessionId, transport);
  response.on('close', () => transports.delete(transport.sessionId));
  await createServer().connect(transport);
});

app.post('/messages', async (request, response) => {
  const transport = transports.get(request.query.sessionId);
  if (transport) await transport.handlePostMessage(request, response);
  else response.status(404).end();
});

app.listen(Number(process.env.PORT), '127.0.0.1');
