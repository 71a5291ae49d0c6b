import { Controller, Get, ValidationPipe } from '@nestjs/common';
import { IsString } from 'class-validator';
import { ChangeNotifier, Tool, Toolset } from '../../src/index.js';
import { combinations, httpModern, httpSessionsLegacy, networkCombinations, sse } from '../support/combinations.js';
import { eventually } from '../support/eventually.js';
import { serve } from '../support/serve.js';

class Words {
  @IsString() words!: string;
}

@Toolset()
class EchoToolset {
  constructor(private readonly changes: ChangeNotifier) {}

  @Tool({ description: 'Echo.' })
  echo({ words }: Words): string {
    return words;
  }

  @Tool({ description: 'Announce.' })
  announce(): void {
    this.changes.toolsChanged();
  }
}

@Controller('shop')
class ShopController {
  @Get()
  open(): string {
    return 'open';
  }
}

const said = (text: string): object => ({ content: [{ type: 'text', text }] });

describe.each(networkCombinations)('an application that imports the package over $name', (combination) => {
  it('keeps its own routes', async () => {
    const { client, url } = await serve(EchoToolset).withControllers(ShopController).over(combination);

    const answers = [await client.call('echo', { words: 'hi' }), await (await fetch(`${url}/shop`)).text()];

    expect(answers).toEqual([said('hi'), 'open']);
  });

  it('may have a global prefix', async () => {
    const { client } = await serve(EchoToolset).under('api/v1').over(combination);

    const result = await client.call('echo', { words: 'hi' });

    expect(result).toEqual(said('hi'));
  });

  it('may parse bodies before the package sees them', async () => {
    const { client } = await serve(EchoToolset).parsingBodies().over(combination);

    const result = await client.call('echo', { words: 'hi' });

    expect(result).toEqual(said('hi'));
  });

  it('may convert and restrict what its own routes take', async () => {
    const { client } = await serve(EchoToolset)
      .prepared((app) =>
        app.useGlobalPipes(new ValidationPipe({ transform: true, whitelist: true, forbidNonWhitelisted: true })),
      )
      .over(combination);

    const result = await client.call('echo', { words: 'hi' });

    expect(result).toEqual(said('hi'));
  });
});

describe.each(combinations)('an application over $name', (combination) => {
  it('introduces itself by its name and version', async () => {
    const { client } = await serve(EchoToolset).over(combination);

    expect(client.server()).toEqual({ name: 'suite', version: '9.8.7' });
  });

  it('serves the toolsets that its settings name', async () => {
    @Toolset({ prefix: 'other' })
    class OtherToolset {
      @Tool({ description: 'Other.' })
      tool(): void {}
    }
    const { client } = await serve(EchoToolset, OtherToolset).settings({ TOOLSETS: 'other' }).over(combination);

    const tools = await client.tools();

    expect(tools.map(({ name }) => name)).toEqual(['other_tool']);
  });
});

describe('an application on two transports', () => {
  it.each([httpModern, httpSessionsLegacy])(
    'tells clients of the one what those of the other changed: HTTP+SSE and $name',
    async (combination) => {
      const { client, another } = await serve(EchoToolset)
        .settings({ TRANSPORT: 'sse,http', ...combination.env })
        .over(sse);
      const other = await another(combination);
      if (combination.era === 'modern') await other.follow();

      await client.call('announce');
      await other.call('announce');

      const heard = ['notifications/tools/list_changed', 'notifications/tools/list_changed'];
      await eventually(() =>
        expect([client, other].map(({ notices }) => notices.map(({ method }) => method))).toEqual([heard, heard]),
      );
    },
  );
});
