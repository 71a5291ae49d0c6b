import type { INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import request from 'supertest';

import { HealthModule, Readiness } from '../index.js';

type Server = Parameters<typeof request>[0];

describe('HealthModule', () => {
  let app: INestApplication<Server>;

  beforeEach(async () => {
    const module = await Test.createTestingModule({ imports: [HealthModule] }).compile();
    app = module.createNestApplication({ logger: false });
    await app.init();
  });

  afterEach(() => app.close());

  async function get(path: string): Promise<unknown> {
    const { status, body, headers } = await request(app.getHttpServer()).get(path);
    return { status, body: body as unknown, cacheControl: (headers as Record<string, string>)['cache-control'] };
  }

  it('is ready until it drains', async () => {
    expect(await get('/health/ready')).toEqual({
      status: 200,
      body: { status: 'ok', info: { server: { status: 'up' } }, error: {}, details: { server: { status: 'up' } } },
      cacheControl: 'no-store',
    });
  });

  it('turns work away while it drains', async () => {
    app.get(Readiness).drain();

    const server = { status: 'down', message: 'draining' };
    expect(await get('/health/ready')).toEqual({
      status: 503,
      body: { status: 'error', info: {}, error: { server }, details: { server } },
      cacheControl: 'no-store',
    });
  });

  it('is alive while it drains', async () => {
    app.get(Readiness).drain();

    expect(await get('/health/live')).toEqual({ status: 200, body: { status: 'ok' }, cacheControl: 'no-store' });
  });

  it('writes nothing to stdout', async () => {
    const write = jest.spyOn(process.stdout, 'write');
    app.get(Readiness).drain();
    await get('/health/ready');

    expect(write.mock.calls).toEqual([]);
    write.mockRestore();
  });
});
