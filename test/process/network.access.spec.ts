import { connect } from 'node:net';
import { endChildren } from './support/child.js';
import { ACCEPT, JSON_TYPE, NetworkChild, ping, POST_HEADERS, SseClient } from './support/network.js';

const APP = 'https://app.example.com';

let server: NetworkChild;

beforeAll(async () => {
  server = await NetworkChild.start({ env: { HTTP_SESSIONS: 'on', ALLOWED_ORIGINS: APP } });
});
afterAll(endChildren);

const routes = [
  { name: 'POST /mcp', path: '/mcp', method: 'POST', body: ping(1), admitted: 400 },
  { name: 'GET /mcp', path: '/mcp', method: 'GET', admitted: 400 },
  { name: 'DELETE /mcp', path: '/mcp', method: 'DELETE', admitted: 400 },
  { name: 'GET /sse', path: '/sse', method: 'GET', admitted: 200 },
  { name: 'POST /messages', path: '/messages', method: 'POST', body: ping(1), admitted: 400 },
];

describe.each(routes)('$name', ({ path, method, body, admitted }) => {
  const headers = method === 'POST' ? POST_HEADERS : ACCEPT;

  async function status(extra: Record<string, string>): Promise<number | undefined> {
    const response = await server.open(path, { method, headers: { ...headers, ...extra }, body });
    response.destroy();
    return response.statusCode;
  }

  it.each([
    'https://evil.example',
    'null',
    'garbage',
    '',
    'http://localhost.evil.com',
    'http://localhost:1',
    `${APP}.evil.com`,
    `${APP}:8443`,
    'http://app.example.com',
  ])('row 3: refuses a page of origin %j', async (origin) => {
    expect(await status({ origin })).toBe(403);
  });

  it.each(['evil.example', 'localhost.evil.com', '127.0.0.1.nip.io', 'a b', '[::1', 'evil.example:3000', '@', '/'])(
    'row 4: refuses the host %j',
    async (host) => {
      expect(await status({ host })).toBe(403);
    },
  );

  it('row 4: refuses either of the two when the other is good', async () => {
    const good = `127.0.0.1:${server.port}`;
    expect(await status({ host: 'evil.example', origin: APP })).toBe(403);
    expect(await status({ host: 'evil.example', origin: 'http://evil.example' })).toBe(403);
    expect(await status({ host: good, origin: 'https://evil.example' })).toBe(403);
  });

  it('row 4: refuses a request without a host', async () => {
    expect(await rawStatus(`${method} ${path} HTTP/1.0\r\n\r\n`)).toBe(403);
    expect(await rawStatus(`${method} ${path} HTTP/1.1\r\n\r\n`)).toBe(400);
  });

  it('admits its own names, its own pages and listed origins', async () => {
    const good = `127.0.0.1:${server.port}`;
    expect(await status({})).toBe(admitted);
    expect(await status({ host: 'localhost' })).toBe(admitted);
    expect(await status({ host: `LOCALHOST:${server.port}` })).toBe(admitted);
    expect(await status({ host: '[::1]:80' })).toBe(admitted);
    expect(await status({ host: good, origin: `http://${good}` })).toBe(admitted);
    expect(await status({ origin: APP })).toBe(admitted);
  });
});

async function rawStatus(text: string): Promise<number> {
  const socket = connect(server.port, '127.0.0.1');
  socket.end(text);
  let answer = '';
  for await (const chunk of socket.setEncoding('utf8')) answer += String(chunk);
  return Number(answer.split(' ')[1]);
}

describe('CORS', () => {
  it('row 36: answers a preflight of a listed origin', async () => {
    const { status, headers } = await server.send('/mcp', {
      method: 'OPTIONS',
      headers: {
        origin: APP,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type,mcp-session-id,mcp-protocol-version',
      },
    });
    expect(status).toBe(204);
    expect(headers['access-control-allow-origin']).toBe(APP);
    expect(headers['access-control-allow-headers']).toContain('mcp-session-id');
    expect(headers['access-control-allow-methods']).toContain('DELETE');
  });

  it('row 36: tells no other origin that it may', async () => {
    const { headers } = await server.send('/mcp', {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
    });
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });

  it('row 36: shows a listed origin the headers of the protocol, on refusals too', async () => {
    const { status, headers } = await server.post(ping(1), { origin: APP });
    expect(status).toBe(400);
    expect(headers['access-control-allow-origin']).toBe(APP);
    expect(headers['access-control-expose-headers']).toContain('Mcp-Session-Id');
  });
});

it('only loopback is listened on by default', async () => {
  const client = await SseClient.connect(server);
  expect(client.response.socket.remoteAddress).toBe('127.0.0.1');
  client.leave();
  const refused = new Promise((resolve) => connect(server.port, '127.0.0.2').once('error', resolve));
  expect(await refused).toMatchObject({ code: 'ECONNREFUSED' });
});

it('methods that the endpoint does not know are refused', async () => {
  for (const method of ['PUT', 'PATCH', 'TRACE', 'HEAD']) {
    const { status, headers } = await server.send('/mcp', { method, headers: JSON_TYPE });
    expect({ method, status, allow: headers.allow }).toEqual({ method, status: 405, allow: 'GET, POST, DELETE' });
  }
});
