import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { endChildren, until } from '../../process/support/child.js';
import { initialize, NetworkChild } from '../../process/support/network.js';
import { Certificate } from './support/certificates.js';
import { knockOn } from './support/knock.js';
import { everyTransport, routes } from './support/routes.js';

afterEach(endChildren);

/** Slow clients are cut as well: test/process/network.slow-clients.spec.ts. */
describe('row 31: a big header', () => {
  it.each(routes)('on $name → 431', async (route) => {
    const server = await NetworkChild.start({ env: everyTransport });

    const { status } = await knockOn(server.origin, route, { headers: { 'x-big': 'x'.repeat(17_000) } });
    const after = await knockOn(server.origin, route);

    expect([status, after.status]).toEqual([431, route.admitted]);
  });
});

/** What a server says to a connection before it closes it; nothing if it only closes it. */
async function said(socket: Socket, request: string): Promise<string> {
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  socket.on('error', () => undefined);
  socket.write(request);
  await new Promise((resolve) => socket.once('close', resolve));
  return text;
}

describe('row 30: connections', () => {
  const LIVE = 'GET /health/live HTTP/1.1\r\nhost: localhost\r\n\r\n';

  it.each(['http', 'https'])('N+1 over %s → 503 with Retry-After, until one is closed', async (scheme) => {
    const certificate = scheme === 'https' ? new Certificate('cap') : undefined;
    const server = await NetworkChild.start({ env: { MAX_CONNECTIONS: '3', ...certificate?.settings } });
    const open = (): Socket =>
      certificate
        ? connectTls({ port: server.port, host: '127.0.0.1', rejectUnauthorized: false })
        : connect(server.port, '127.0.0.1');
    const ready = certificate ? 'secureConnect' : 'connect';
    const idle = await Promise.all(
      Array.from({ length: 3 }, async () => {
        const socket = open();
        socket.on('error', () => undefined);
        await new Promise((resolve) => socket.once(ready, resolve));
        return socket;
      }),
    );

    const refused = await said(open(), LIVE);
    idle[0]?.destroy();
    const served = await attempted(() => said(open(), LIVE.replace('\r\n\r\n', '\r\nconnection: close\r\n\r\n')));
    idle.forEach((socket) => socket.destroy());

    expect(refused).toMatch(/^HTTP\/1\.1 503 /);
    expect(refused).toMatch(/^retry-after: 5\r$/im);
    expect(refused).toContain('"The server has no room for another connection"');
    expect(served).toMatch(/^HTTP\/1\.1 200 /);
    certificate?.remove();
  });

  async function attempted(attempt: () => Promise<string>): Promise<string> {
    let answer = '';
    for (let left = 50; left > 0 && !answer.startsWith('HTTP/1.1 200'); left -= 1) answer = await attempt();
    return answer;
  }

  it('far beyond the limit are closed without a word', async () => {
    const server = await NetworkChild.start({ env: { MAX_CONNECTIONS: '1' } });
    const sockets = Array.from({ length: 150 }, () => connect(server.port, '127.0.0.1'));
    let closed = 0;
    for (const socket of sockets) socket.on('error', () => undefined).on('close', () => (closed += 1));

    await until(() => closed >= 49, 'closing of what is too much');

    expect(closed).toBe(49);
    sockets.forEach((socket) => socket.destroy());
  });
});

describe('row 22: a body beyond MAX_BODY_BYTES', () => {
  const MIB = 1024 * 1024;
  const head = (path: string, length: string): string =>
    `POST ${path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\naccept: application/json, text/event-stream\r\n${length}\r\n\r\n`;

  it.each(['/mcp', '/messages'])(
    'on POST %s → 413, in chunks and with a length that lies, and memory stays flat',
    async (path) => {
      const server = await NetworkChild.start({ preload: ['with-probe.mjs'], env: everyTransport });
      const stream = path === '/mcp' ? undefined : await server.open('/sse');
      const target = stream ? await endpointOf(stream) : path;
      const memory = residentBytes(server.pid);
      const chunk = `${MIB.toString(16)}\r\n${'x'.repeat(MIB)}\r\n`;

      const statuses: string[] = [];
      for (let round = 0; round < 5; round += 1) {
        const socket = connect(server.port, '127.0.0.1');
        const answer = said(socket, head(target, 'transfer-encoding: chunked'));
        for (let sent = 0; sent < 5; sent += 1) socket.write(chunk);
        statuses.push((await answer).slice(9, 12));
      }
      const announced = await said(connect(server.port, '127.0.0.1'), head(target, `content-length: ${5 * MIB}`));
      // Whatever comes beyond an announced length belongs to the next request, which is none.
      const short = `${head(target, 'content-length: 2')}{}${'x'.repeat(5 * MIB)}`;
      const lying = await said(connect(server.port, '127.0.0.1'), short);

      expect([...statuses, announced.slice(9, 12)]).toEqual(['413', '413', '413', '413', '413', '413']);
      expect(lying).not.toMatch(/^HTTP\/1\.1 (200|202)/);
      expect(residentBytes(server.pid) - memory).toBeLessThan(60 * MIB);
      expect((await server.post(initialize())).status).toBe(200);
      stream?.destroy();
    },
  );
});

/** Resident memory of a process (proc(5): VmRSS). */
function residentBytes(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) * 1024;
}

async function endpointOf(stream: IncomingMessage): Promise<string> {
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
    const [, path] = /data: (\S+)/.exec(String(chunk)) ?? [];
    if (path !== undefined) return path;
  }
  throw new Error('No endpoint');
}
