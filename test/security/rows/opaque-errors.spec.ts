import { IsString } from 'class-validator';
import { Complete, ListResources, Prompt, Resource, ResourceTemplate, Toolset } from '../../../src/index.js';
import type { McpClient } from '../../support/clients/client.interface.js';
import { combinations } from '../../support/combinations.js';
import { refusalOf } from '../../support/refusal.js';
import { serve } from '../../support/serve.js';

const SECRET = 'postgres://admin:hunter2@db';

class Variables {
  @IsString() id!: string;
}

class Words {
  @IsString() words!: string;
}

@Toolset()
class BrokenToolset {
  @Resource({ uri: 'broken://fixed', description: 'Fails.' })
  fixed(): never {
    throw new Error(`connect failed: ${SECRET}`);
  }

  @ResourceTemplate({ uriTemplate: 'broken://item/{id}', description: 'Fails.' })
  item(_variables: Variables): never {
    throw new Error(`connect failed: ${SECRET}`);
  }

  @ListResources('item')
  items(): never {
    throw new Error(`connect failed: ${SECRET}`);
  }

  @Complete('item', 'id')
  ids(): never {
    throw new Error(`connect failed: ${SECRET}`);
  }

  @Prompt({ description: 'Fails.' })
  explain(_words: Words): never {
    throw new Error(`connect failed: ${SECRET}`);
  }
}

const ways: readonly [string, (client: McpClient) => Promise<unknown>][] = [
  ['a resource', (client) => client.read('broken://fixed')],
  ['a template', (client) => client.read('broken://item/7')],
  ['a list of resources', (client) => client.resources()],
  ['a prompt', (client) => client.prompt('explain', { words: 'x' })],
  [
    'a completion',
    (client) => client.complete({ type: 'ref/resource', uri: 'broken://item/{id}' }, { name: 'id', value: '' }),
  ],
];

describe.each(combinations)('row 34: over $name', (combination) => {
  it.each(ways)('%s that fails says no more than an id, under which the log has the cause', async (_what, ask) => {
    const { client, errors } = await serve(BrokenToolset).over(combination);

    const refusal = await refusalOf(ask(client));

    const [, id] = /under the id ([0-9a-f]{12})\.$/.exec(refusal.message) ?? [];
    expect(refusal).toEqual({ code: -32603, message: expect.stringMatching(/^Internal error\. The operator finds/) });
    expect(JSON.stringify(client.received)).not.toMatch(/hunter2|postgres|BrokenToolset|\.ts:/);
    expect(errors).toEqual([expect.stringContaining(`id ${id}`)]);
    expect(errors[0]).toContain(SECRET);
  });
});
