import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import type { Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { combinations } from '../support/combinations.js';
import { RecordingLogger } from '../support/recording.logger.js';
import { serve } from '../support/serve.js';
import { writeReadme } from './readme.files.js';

const readme = writeReadme();

afterAll(() => readme.remove());

describe('the code that the README shows, and no other', () => {
  it('compiles', () => {
    expect(readme.files).toEqual(
      expect.arrayContaining(['src/toolsets/orders/orders.module.ts', 'shop/orders/orders.module.ts']),
    );
    expect(readme.compile()).toEqual([]);
  }, 120_000);

  it.each(combinations)('is served over $name', async (combination) => {
    const { OrdersModule } = await readme.load<{ OrdersModule: Type }>('src/toolsets/orders/orders.module.ts');
    const { client } = await serve()
      .importing(OrdersModule)
      .answering({ elicitation: () => ({ action: 'accept', content: { cancel: true } }) })
      .over(combination);
    expect((await client.tools()).map(({ name }) => name)).toEqual(['orders_cancel']);
    const answer = await client.call('orders_cancel', { order: 'SO-100001', reason: 'Too late' });
    const cancelled = { order: 'SO-100001', state: 'cancelled', reason: 'Too late' };
    if (combination.asks) expect(answer.structuredContent).toEqual(cancelled);
    else expect(answer).toMatchObject({ isError: true, content: [{ text: expect.stringContaining('elicitation') }] });
  });

  it('is served by another application', async () => {
    const { AppModule } = await readme.load<{ AppModule: Type }>('shop/app.module.ts');
    const logger = new RecordingLogger();
    const app = await NestFactory.create(AppModule, { logger, bodyParser: false, forceCloseConnections: true });
    const client = new Client({ name: 'test', version: '1' });
    try {
      await app.listen(0, '127.0.0.1');
      const { port } = (app.getHttpServer() as Server).address() as AddressInfo;
      await client.connect(new StreamableHTTPClientTransport(new URL(`http://127.0.0.1:${port}/mcp`)));
      expect([client.getServerVersion(), (await client.listTools()).tools.map(({ name }) => name)]).toEqual([
        { name: 'shop', version: '1.0.0' },
        ['orders_cancel'],
      ]);
    } finally {
      await client.close();
      await app.close();
    }
  });
});
