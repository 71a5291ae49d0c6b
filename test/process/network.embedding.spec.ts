import 'reflect-metadata';
import { connect, type AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { Body, Controller, Injectable, Module, Post, type CanActivate, type INestApplication } from '@nestjs/common';
import { APP_GUARD, NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { PolyportModule, Tool, Toolset } from '../../src/index.js';
import { call, initialize, JSON_TYPE, NetworkChild, ping, SseClient } from './support/network.js';

@Toolset({ name: 'shop' })
class ShopToolset {
  @Tool({ description: 'Counts the orders.' })
  orders(): { count: number } {
    return { count: 3 };
  }
}

@Controller()
class ShopController {
  @Post('orders')
  create(@Body() order: object): object {
    return { created: order };
  }
}

@Module({
  imports: [
    PolyportModule.forRoot({ name: 'shop', version: '1.0.0', env: { TRANSPORT: 'sse,http', HTTP_SESSIONS: 'on' } }),
  ],
  controllers: [ShopController],
  providers: [ShopToolset],
})
class ShopModule {}

describe.each([
  { what: 'with a global prefix and the body parser of the application', prefix: 'api/v1', bodyParser: true },
  { what: 'without a body parser', prefix: 'api', bodyParser: false },
  { what: 'at the root', prefix: '', bodyParser: true },
])('another application that imports the transports, $what', ({ prefix, bodyParser }) => {
  const mount = prefix === '' ? '' : `/${prefix}`;
  let app: INestApplication;
  /** Speaks to the application in this process as to a child. */
  let server: Pick<NetworkChild, 'send' | 'open' | 'origin'>;

  beforeAll(async () => {
    app = await NestFactory.create<NestExpressApplication>(ShopModule, { logger: false, bodyParser });
    if (prefix !== '') app.setGlobalPrefix(prefix);
    const http = (await app.listen(0, '127.0.0.1')) as Server;
    const { send, open } = NetworkChild.prototype;
    server = { send, open, origin: `http://127.0.0.1:${(http.address() as AddressInfo).port}` };
  });
  afterAll(() => app.close());

  it('serves HTTP+SSE below its prefix', async () => {
    const client = await SseClient.connect(server as NetworkChild, `${mount}/sse`);
    expect(client.endpoint).toMatch(new RegExp(`^${mount}/messages\\?sessionId=[\\w-]{36}$`));
    await client.post(initialize(undefined, 'init'));
    await client.answer('init');
    await client.post(call(1, 'orders'));
    expect(await client.answer(1)).toMatchObject({ result: { content: [{ text: '{"count":3}' }] } });
    client.leave();
  });

  it('serves HTTP below its prefix', async () => {
    const headers = { ...JSON_TYPE, accept: 'application/json, text/event-stream' };
    const opened = await server.send(`${mount}/mcp`, { method: 'POST', headers, body: initialize() });
    expect(opened.status).toBe(200);
    const session = { ...headers, 'mcp-session-id': String(opened.headers['mcp-session-id']) };
    const answer = await server.send(`${mount}/mcp`, { method: 'POST', headers: session, body: call(1, 'orders') });
    expect(answer.text).toContain('{\\"count\\":3}');
  });

  it('has the same refusals', async () => {
    const post = async (body: string, headers: Record<string, string> = {}): Promise<number> =>
      (await server.send(`${mount}/mcp`, { method: 'POST', headers: { ...JSON_TYPE, ...headers }, body })).status;
    expect(await post(JSON.stringify(ping(1)), { host: 'evil.example' })).toBe(403);
    expect(await post(JSON.stringify(ping(1)), { origin: 'https://evil.example' })).toBe(403);
    expect(await post('garbage')).toBe(400);
    expect(await post('{"jsonrpc":"2.0","id":1,"Method":"ping"}')).toBe(400);
    expect(await post(`{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`)).toBe(400);
    expect(await post('{"jsonrpc":"2.0","id":1,"method":"ping","params":{"__proto__":{"x":1}}}')).toBe(400);
  });
});

/** Takes its time, as one that asks a database does. */
@Injectable()
class SlowGuard implements CanActivate {
  async canActivate(): Promise<boolean> {
    await new Promise((resolve) => setTimeout(resolve, 100));
    return true;
  }
}

@Module({
  imports: [
    PolyportModule.forRoot({
      name: 'slow',
      version: '1.0.0',
      env: { TRANSPORT: 'sse,http', HTTP_SESSIONS: 'on', MAX_SESSIONS: '1' },
    }),
  ],
  providers: [ShopToolset, { provide: APP_GUARD, useClass: SlowGuard }],
})
class SlowModule {}

it('a client that goes while the guards are asked takes no session with it', async () => {
  const app = await NestFactory.create<NestExpressApplication>(SlowModule, { logger: false });
  const http = await app.listen(0, '127.0.0.1');
  const { port } = http.address() as AddressInfo;
  const body = JSON.stringify(initialize());
  const post = `POST /mcp HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
  for (const request of ['GET /sse HTTP/1.1\r\nhost: localhost\r\n\r\n', post]) {
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    socket.write(request);
    await new Promise((resolve) => setTimeout(resolve, 40));
    socket.destroy();
  }
  await new Promise((resolve) => setTimeout(resolve, 200));
  const { send, open } = NetworkChild.prototype;
  const server = { send, open, origin: `http://127.0.0.1:${port}` };
  (await SseClient.connect(server as NetworkChild)).leave();
  await app.close();
});
