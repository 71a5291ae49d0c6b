import { Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import {
  AccessPolicy,
  PolyportModule,
  Public,
  Resource,
  Scopes,
  Tool,
  Toolset,
  type CacheHint,
} from '../../src/index.js';
import { httpWire } from '../support/modern.wire.js';

@Public()
@Toolset()
class OpenToolset {
  @Tool({ description: 'Answers.' })
  answer(): string {
    return '42';
  }

  @Resource({ uri: 'test://kept', description: 'May be kept.', cache: { ttlMs: 60_000, scope: 'public' } })
  kept(): string {
    return 'kept';
  }

  @Resource({ uri: 'test://fresh', description: 'May not.' })
  fresh(): string {
    return 'fresh';
  }
}

@Scopes('secret')
@Toolset()
class ScopedToolset {
  @Tool({ description: 'For some.' })
  secret(): string {
    return 'secret';
  }
}

class RulePolicy extends AccessPolicy {
  override allows(): boolean {
    return true;
  }
}

async function hintsOf(listCache: CacheHint | undefined, providers: Type[], rules = false): Promise<object[]> {
  const polyport = PolyportModule.forRoot({
    name: 'suite',
    version: '1',
    listCache,
    env: { TRANSPORT: 'http', AUDIT_LOG: 'off' },
  });
  @Module({
    imports: [polyport],
    providers: [...providers, ...(rules ? [{ provide: AccessPolicy, useClass: RulePolicy }] : [])],
  })
  class Root {}
  const app = await NestFactory.create(Root, { logger: false, bodyParser: false });
  const server = (await app.listen(0, '127.0.0.1')) as Server;
  const wire = httpWire(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  try {
    const asked: [string, object?][] = [
      ['tools/list'],
      ['resources/list'],
      ['resources/read', { uri: 'test://kept' }],
      ['resources/read', { uri: 'test://fresh' }],
    ];
    const answers = await Promise.all(asked.map(([method, params]) => wire.ask(method, params)));
    return answers.map(({ result }) => ({ ttlMs: result?.['ttlMs'], cacheScope: result?.['cacheScope'] }));
  } finally {
    server.closeAllConnections();
    await app.close();
  }
}

const never = { ttlMs: 0, cacheScope: 'private' };
const kept = { ttlMs: 60_000, cacheScope: 'public' };

describe('caching hints', () => {
  it('keep nothing unless they are asked to, and what a resource allows', async () => {
    expect(await hintsOf(undefined, [OpenToolset])).toEqual([never, never, kept, never]);
  });

  it('are those of the application for the lists', async () => {
    const list = { ttlMs: 5000, cacheScope: 'public' };
    expect(await hintsOf({ ttlMs: 5000, scope: 'public' }, [OpenToolset])).toEqual([list, list, kept, never]);
  });

  it('row 35: keep lists private where scopes make them differ', async () => {
    const list = { ttlMs: 5000, cacheScope: 'private' };
    const hints = await hintsOf({ ttlMs: 5000, scope: 'public' }, [OpenToolset, ScopedToolset]);
    expect(hints).toEqual([list, list, kept, never]);
  });

  it('row 35: keep everything private where rules of the application may hide it', async () => {
    const list = { ttlMs: 5000, cacheScope: 'private' };
    const hints = await hintsOf({ ttlMs: 5000, scope: 'public' }, [OpenToolset], true);
    expect(hints).toEqual([list, list, { ...kept, cacheScope: 'private' }, never]);
  });
});
