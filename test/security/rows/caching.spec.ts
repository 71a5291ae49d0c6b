import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Module } from '@nestjs/common';
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { PolyportModule, Public, Resource, Scopes, Toolset } from '../../../src/index.js';
import { stdioWire, type ModernWire } from '../../support/modern.wire.js';
import { accepting, makeKey, type MadeKey } from '../auth/support/api-key.js';
import { modernHeaders, modernMessage, post } from '../auth/support/messages.js';
import { OrdersToolset } from '../auth/support/orders.toolset.js';

@Toolset({ prefix: 'kept' })
class KeptToolset {
  @Resource({ uri: 'kept://scoped', description: 'For some.', cache: { ttlMs: 60_000 } })
  @Scopes('orders:read')
  scoped(): string {
    return 'for some';
  }

  @Resource({ uri: 'kept://equal', description: 'Equal for all.', cache: { ttlMs: 60_000, scope: 'public' } })
  @Public()
  equal(): string {
    return 'for all';
  }
}

const ann = makeKey('ann', ['*']);
const bob = makeKey('bob', []);
const asked: readonly [string, Record<string, unknown>][] = [
  ['tools/list', {}],
  ['prompts/list', {}],
  ['resources/list', {}],
  ['resources/templates/list', {}],
  ['resources/read', { uri: 'kept://scoped' }],
  ['resources/read', { uri: 'orders://all' }],
  ['resources/read', { uri: 'orders://item/1' }],
];

/** The application asks for lists that everybody may share, which must not be. */
async function started(env: Record<string, string>): Promise<INestApplication> {
  @Module({
    imports: [
      PolyportModule.forRoot({
        name: 'suite',
        version: '1',
        listCache: { ttlMs: 5000, scope: 'public' },
        env: { AUDIT_LOG: 'off', ...env },
      }),
    ],
    providers: [OrdersToolset, KeptToolset],
  })
  class Root {}
  return NestFactory.create(Root, { logger: false, bodyParser: false });
}

describe('row 35: what differs between principals is private', () => {
  it.each<[string, MadeKey]>([
    ['may everything', ann],
    ['may nothing', bob],
  ])('over HTTP for a caller who %s', async (_who, { key }) => {
    const app = await started({ TRANSPORT: 'http', ...accepting(ann, bob) });
    const server = (await app.listen(0, '127.0.0.1')) as Server;
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;

    const scopes = await Promise.all(
      asked.map(async ([method, params]) => {
        const headers = { ...modernHeaders(method, params['uri'] as string | undefined), 'X-API-Key': key };
        const { body } = await post(url, modernMessage(method, params), headers);
        const { result, error } = JSON.parse(body) as { result?: { cacheScope: string }; error?: object };
        return error ? 'refused' : result?.cacheScope;
      }),
    );
    server.closeAllConnections();
    await app.close();

    const lists = ['private', 'private', 'private', 'private'];
    const reads = key === ann.key ? ['private', 'private', 'private'] : ['refused', 'refused', 'refused'];
    expect(scopes).toEqual([...lists, ...reads]);
  });

  it('over stdio', async () => {
    const app = await started({ TRANSPORT: 'stdio' });
    await app.init();
    const wire: ModernWire = stdioWire(app);

    const answers = await Promise.all(asked.map(([method, params]) => wire.ask(method, params)));
    const equal = await wire.ask('resources/read', { uri: 'kept://equal' });
    await wire.close();
    await app.close();

    expect(answers.map(({ result }) => result?.['cacheScope'])).toEqual(asked.map(() => 'private'));
    expect(equal.result?.['cacheScope']).toBe('public');
  });
});
