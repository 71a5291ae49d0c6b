import { setTimeout as sleep } from 'node:timers/promises';
import { IsString } from 'class-validator';
import {
  Complete,
  CompletionRequest,
  ListResources,
  McpContext,
  Prompt,
  ProtocolError,
  Resource,
  ResourceTemplate,
  Tool,
  Toolset,
  userMessage,
} from '../../src/index.js';
import type { McpClient } from '../support/clients/client.interface.js';
import { combinations } from '../support/combinations.js';
import { serve } from '../support/serve.js';

class Variables {
  @IsString() id!: string;
}

const cycle: Record<string, unknown> = {};
cycle['self'] = cycle;

@Toolset()
class CarelessToolset {
  @Tool({ description: 'Logs what JSON cannot carry.' })
  async logs(ctx: McpContext): Promise<string> {
    await ctx.log('error', cycle);
    await ctx.log('error', { big: 1n });
    return 'logged';
  }

  @Tool({ description: 'Fails with what JSON cannot carry.' })
  errorData(): never {
    throw new ProtocolError(-32602, 'Not like this', { big: 1n });
  }

  @Resource({ uri: 'careless://resource', description: 'A BigInt.' })
  resource(): unknown {
    return { big: 1n };
  }

  @Prompt({ description: 'A cycle.' })
  prompt(): unknown {
    return { messages: [userMessage('x')], _meta: cycle };
  }

  @ResourceTemplate({ uriTemplate: 'careless://{id}', description: 'x' })
  template(_variables: Variables): string {
    return 'x';
  }

  @ListResources('template')
  list(): unknown {
    return [{ uri: 'careless://1', name: '1', size: 1n }];
  }

  @Complete('template', 'id')
  ids(_request: CompletionRequest): unknown {
    return { values: ['1'], total: 1n };
  }

  @Tool({ description: 'Works.' })
  works(): string {
    return 'works';
  }
}

/** What came back in time: an answer, an error, or nothing. */
async function outcomeOf(request: Promise<unknown>): Promise<string> {
  const outcome = request.then(
    (answer) => `answer ${JSON.stringify(answer)}`,
    (error: { code?: number }) => `error ${error.code}`,
  );
  return Promise.race([outcome, sleep(1000, 'nothing', { ref: false })]);
}

const INTERNAL = 'error -32603';

const requests: [string, (client: McpClient) => Promise<unknown>, string][] = [
  ['a log message', (client) => client.call('logs'), 'answer {"content":[{"type":"text","text":"logged"}]}'],
  ['the data of an error', (client) => client.call('error_data'), 'error -32602'],
  ['a resource', (client) => client.read('careless://resource'), INTERNAL],
  ['a prompt', (client) => client.prompt('prompt'), INTERNAL],
  ['a list of resources', (client) => client.resources(), INTERNAL],
  [
    'a completion',
    (client) => client.complete({ type: 'ref/resource', uri: 'careless://{id}' }, { name: 'id', value: '' }),
    INTERNAL,
  ],
];

describe.each(combinations)('what JSON cannot carry over $name', (combination) => {
  it.each(requests)('costs one answer and not the connection: %s', async (_what, ask, expected) => {
    const { client } = await serve(CarelessToolset).over(combination);
    await client.setLogLevel('debug');

    const outcomes = [await outcomeOf(ask(client)), await outcomeOf(client.call('works'))];

    expect(outcomes).toEqual([expected, 'answer {"content":[{"type":"text","text":"works"}]}']);
  });
});
