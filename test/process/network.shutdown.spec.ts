import { connect } from 'node:net';
import { endChildren, until } from './support/child.js';
import { ACCEPT, call, EventStream, NetworkChild, ping, SseClient } from './support/network.js';

const preload = ['with-probe.mjs'];

afterEach(endChildren);

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const start = (): Promise<NetworkChild> => NetworkChild.start({ preload, env: { HTTP_SESSIONS: 'on' } });

it('SIGTERM: readiness falls, calls in flight are answered, streams end, code 0', async () => {
  const server = await start();
  const stateless = await NetworkChild.start({ preload, env: { TRANSPORT: 'http' } });
  const client = await SseClient.initialized(server);
  const session = await server.openSession();
  const standing = new EventStream(await server.open('/mcp', { headers: { ...ACCEPT, ...session } }));
  await client.post(call(1, 'echo', { nonce: 'on-sse', delayMs: 900 }));
  const inSession = server.post(call(2, 'echo', { nonce: 'in-session', delayMs: 900 }), session);
  const alone = stateless.post(call(3, 'echo', { nonce: 'stateless', delayMs: 900 }));
  expect((await server.send('/health/ready')).status).toBe(200);
  await pause(200);

  const stopped = Promise.all([server.stop(), stateless.stop()]);
  await pause(200);
  expect((await server.send('/health/ready')).status).toBe(503);
  expect((await server.send('/health/live')).status).toBe(200);
  expect((await inSession).text).toContain('in-session');
  expect((await alone).text).toContain('stateless');
  for (const { code, ms } of await stopped) {
    expect(code).toBe(0);
    expect(ms).toBeLessThan(3000);
  }
  expect(JSON.stringify(await client.answer(1))).toContain('on-sse');
  await until(() => client.ended && standing.ended, 'end of the streams');
  expect(client.response.complete && standing.response.complete).toBe(true);
  expect([...server.strayLines, ...stateless.strayLines]).toEqual([]);
});

it.each(['SIGTERM', 'SIGINT'] as const)(
  '%s: half-open and idle connections do not hold the process',
  async (signal) => {
    const server = await start();
    const sockets = Array.from({ length: 20 }, (_, index) => {
      const socket = connect(server.port, '127.0.0.1');
      socket.on('error', () => undefined);
      if (index % 2 === 0)
        socket.write(
          'POST /mcp HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 9\r\n',
        );
      if (index % 4 === 0) socket.write('\r\n{"json');
      return socket;
    });
    await server.post(ping(1));
    await pause(100);
    const { code, ms } = await server.stop(signal);
    expect(code).toBe(0);
    expect(ms).toBeLessThan(3000);
    for (const socket of sockets) socket.destroy();
  },
);

it('a client that reads nothing does not hold the process', async () => {
  const server = await start();
  const client = await SseClient.initialized(server);
  client.response.pause();
  await client.post(call(1, 'echo', { nonce: 'n'.repeat(3_000_000) }));
  await client.post(call(2, 'echo', { nonce: 'n'.repeat(3_000_000) }));
  await pause(200);
  const { code, ms } = await server.stop();
  expect(code).toBe(0);
  expect(ms).toBeLessThan(4000);
});

it('the second signal ends the process at once', async () => {
  const server = await start();
  const client = await SseClient.initialized(server);
  await client.post(call(1, 'echo', { nonce: 'x', delayMs: 60_000 }));
  server.process.kill('SIGTERM');
  await pause(200);
  expect(server.isAlive).toBe(true);
  const { code, ms } = await server.stop();
  expect(code).toBe(1);
  expect(ms).toBeLessThan(400);
});

it('a signal during the boot ends it in order', async () => {
  const server = new NetworkChild({ env: { TRANSPORT: 'http', PORT: '0' } });
  await until(() => server.stderr.includes('Starting Nest'), 'boot');
  expect((await server.stop()).code).toBe(0);
});

it('nobody reading the log, or stdout, does not end the process', async () => {
  const server = await start();
  server.process.stderr.destroy();
  server.process.stdout.destroy();
  for (let id = 0; id < 5; id += 1) {
    expect((await server.post(call(id, 'noise'), await server.openSession())).status).toBe(200);
    await server.post('garbage');
  }
  expect((await server.stop()).code).toBe(0);
});
