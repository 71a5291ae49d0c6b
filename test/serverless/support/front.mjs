/**
 * An HTTP server that does what a function URL, an API or a load balancer does: makes an event of each request, has the
 * function invoked with it, and answers with what comes back.
 */
import http from 'node:http';
import { pipeline } from 'node:stream/promises';
import { EVENTS } from './events.mjs';

const RESERVED = new Set(['connection', 'transfer-encoding', 'keep-alive']);

async function bodyOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function headersOf({ headers = {}, multiValueHeaders = {}, cookies = [] }) {
  const all = { ...headers, ...multiValueHeaders, ...(cookies.length > 0 && { 'set-cookie': cookies }) };
  return Object.entries(all).filter(([name]) => !RESERVED.has(name.toLowerCase()));
}

async function answer(response, result) {
  const { statusCode, body, isBase64Encoded } = result;
  for (const [name, value] of headersOf(result)) response.appendHeader(name, value);
  response.writeHead(statusCode);
  response.flushHeaders();
  if (typeof body === 'string' || body === undefined) {
    response.end(Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8'));
  } else {
    await pipeline(body, response).catch(() => undefined);
  }
}

/**
 * @param {(event: object) => Promise<object>} invoke
 * @param {{ source?: keyof typeof EVENTS, passHost?: boolean, host?: string, claims?: object }} options
 */
export async function startFront(invoke, { source = 'functionUrl', passHost = false, ...details } = {}) {
  const server = http.createServer(async (request, response) => {
    try {
      // Of itself the platform knows the name; what the client has called it is in the header.
      const names = passHost ? { host: request.headers.host, domainName: '127.0.0.1' } : {};
      const event = EVENTS[source](request, await bodyOf(request), { ...names, ...details });
      await answer(response, await invoke(event));
    } catch (error) {
      // What API Gateway and function URLs say of a function that failed.
      if (!response.headersSent) response.writeHead(502, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify({ message: 'Internal Server Error', kind: error.kind ?? error.message }));
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return {
    origin,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
