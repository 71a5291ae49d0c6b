import { Injectable } from '@nestjs/common';
import { AccessPolicy, ChangeNotifier, Principal, type Capability } from '../../../src/index.js';
import { combinations, httpModern, networkCombinations, type Combination } from '../../support/combinations.js';
import type { McpClient } from '../../support/clients/client.interface.js';
import { eventually } from '../../support/eventually.js';
import { serve, type Served } from '../../support/serve.js';
import { accepting, makeKey } from './support/api-key.js';
import { modernHeaders, modernMessage, post } from './support/messages.js';
import { OrdersToolset } from './support/orders.toolset.js';

const granted = [[], ['orders:read'], ['orders:write'], ['orders:read', 'orders:write'], ['*'], ['other']];
const matrix = combinations.flatMap((combination) =>
  granted.map((scopes) => [combination.name, scopes.join(' ') || 'no scope', combination, scopes] as const),
);

function started(combination: Combination, scopes: readonly string[]): Promise<Served> {
  const ann = makeKey('ann', scopes);
  const isLocal = combination.transport === 'stdio';
  const settings = isLocal ? { STDIO_SCOPES: scopes.join(',') || 'none' } : accepting(ann);
  return serve(OrdersToolset).settings(settings).sending({ 'X-API-Key': ann.key }).over(combination);
}

const served = (request: Promise<unknown>): Promise<boolean> =>
  request.then(
    () => true,
    () => false,
  );
const ref = (uri: string) => ({ type: 'ref/resource', uri }) as const;

/** What is listed, and what is served when it is asked for by name. */
async function agreement(client: McpClient): Promise<{ listed: string[]; served: string[] }> {
  const names = async (list: Promise<readonly { name: string }[]>): Promise<string[]> =>
    (await list).map(({ name }) => name);
  const listed = [
    ...(await names(client.tools())),
    ...(await names(client.prompts())),
    ...(await names(client.resources())),
    ...(await names(client.templates())),
  ];
  const asked: [string, Promise<unknown>][] = [
    ['orders_whoami', client.call('orders_whoami')],
    ['orders_read', client.call('orders_read')],
    ['orders_write', client.call('orders_write')],
    ['orders_explain', client.prompt('orders_explain', { topic: 'tax' })],
    ['orders_all', client.read('orders://all')],
    ['orders_item', client.read('orders://item/1')],
  ];
  const outcomes = await Promise.all(asked.map(async ([name, request]) => ((await served(request)) ? [name] : [])));
  return { listed: listed.sort(), served: outcomes.flat().sort() };
}

describe('row 17: what may not be called is not listed', () => {
  it.each(matrix)('%s with %s', async (_combination, _granted, combination, scopes) => {
    const { client } = await started(combination, scopes);

    const { listed, served } = await agreement(client);

    expect(listed).toEqual(served);
    expect(listed).toContain('orders_whoami');
    expect(listed.includes('orders_write')).toBe(
      new Principal({ subject: 'ann', method: 'local', scopes }).hasScopes('orders:read', 'orders:write'),
    );
  });

  it.each(networkCombinations)('$name: completions follow what they belong to', async (combination) => {
    const { client } = await started(combination, ['orders:read']);

    expect(await served(client.complete(ref('orders://item/{id}'), { name: 'id', value: '' }))).toBe(false);
  });

  it('each of two clients at once sees its own', async () => {
    const [ann, bob] = [makeKey('ann', ['*']), makeKey('bob', [])];
    const { url } = await serve(OrdersToolset)
      .settings(accepting(ann, bob))
      .sending({ 'X-API-Key': ann.key })
      .over(httpModern);
    const list = async (key: string): Promise<number> => {
      const headers = { ...modernHeaders('tools/list'), 'X-API-Key': key };
      const { body } = await post(`${url}/mcp`, modernMessage('tools/list'), headers);
      return (JSON.parse(body) as { result: { tools: unknown[] } }).result.tools.length;
    };

    const counts = await Promise.all(Array.from({ length: 20 }, (_, index) => list(index % 2 ? ann.key : bob.key)));

    expect(counts).toEqual(Array.from({ length: 20 }, (_, index) => (index % 2 ? 3 : 1)));
  });
});

describe('row 17: a change of a hidden resource', () => {
  it('is not announced to whoever listens for it over HTTP', async () => {
    const { client, app } = await started(httpModern, ['orders:read']);
    await client.follow('orders://item/1', 'orders://all');

    const changes = app.get(ChangeNotifier, { strict: false });
    changes.resourceUpdated('orders://item/1');
    changes.resourceUpdated('orders://all');

    const uris = (): unknown[] => client.notices.map(({ params }) => params?.['uri']);
    await eventually(() => expect(uris()).toContain('orders://all'));
    expect(uris()).not.toContain('orders://item/1');
  });
});

@Injectable()
class Contracts {
  readonly booked = ['north'];
}

@Injectable()
class TenantPolicy extends AccessPolicy {
  constructor(private readonly contracts: Contracts) {
    super();
  }

  override async allows({ tenant = '' }: Principal, _capability: Capability): Promise<boolean> {
    return this.contracts.booked.includes(tenant);
  }
}

describe("row 17: a rule of the application's own", () => {
  const cases: [string, readonly string[], string, string[]][] = [
    ['lets pass what the scopes let pass', ['orders:read'], 'north', ['orders_whoami', 'orders_read']],
    ['takes away', ['*'], 'south', []],
    ['cannot give', [], 'north', ['orders_whoami']],
  ];

  it.each(cases)('%s', async (_case, scopes, tenant, expected) => {
    const ann = makeKey('ann', scopes, { tenant });
    const { client } = await serve(OrdersToolset)
      .providing(Contracts, { provide: AccessPolicy, useClass: TenantPolicy })
      .settings(accepting(ann))
      .sending({ 'X-API-Key': ann.key })
      .over(httpModern);

    expect((await client.tools()).map(({ name }) => name)).toEqual(expected);
  });

  it('hides, and asks for no scopes that would not help', async () => {
    const ann = makeKey('ann', ['orders:read'], { tenant: 'south' });
    const { url } = await serve(OrdersToolset)
      .providing(Contracts, { provide: AccessPolicy, useClass: TenantPolicy })
      .settings(accepting(ann))
      .sending({ 'X-API-Key': ann.key })
      .over(httpModern);

    const { body } = await post(`${url}/mcp`, modernMessage('tools/call', { name: 'orders_write' }), {
      'X-API-Key': ann.key,
      ...modernHeaders('tools/call', 'orders_write'),
    });

    expect(JSON.parse(body)).toMatchObject({ error: { code: -32602, message: 'Unknown tool: orders_write' } });
  });
});
