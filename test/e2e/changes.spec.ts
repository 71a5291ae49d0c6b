import { IsString } from 'class-validator';
import { ChangeNotifier, Prompt, Resource, ResourceTemplate, Tool, Toolset } from '../../src/index.js';
import type { Notice } from '../support/clients/client.interface.js';
import { combinations } from '../support/combinations.js';
import { eventually } from '../support/eventually.js';
import { refusalOf } from '../support/refusal.js';
import { serve } from '../support/serve.js';

class PageVariables {
  @IsString() page!: string;
}

@Toolset()
class NewsToolset {
  constructor(private readonly changes: ChangeNotifier) {}

  @Tool({ description: 'Announce everything.' })
  publish(): string {
    this.changes.toolsChanged();
    this.changes.promptsChanged();
    this.changes.resourcesChanged();
    this.changes.resourceUpdated('news://today');
    this.changes.resourceUpdated('news://archive/7');
    this.changes.resourceUpdated('news://archive/8');
    return 'published';
  }

  @Resource({ uri: 'news://today', description: 'News of today.' })
  today(): string {
    return 'quiet';
  }

  @ResourceTemplate({ uriTemplate: 'news://archive/{page}', description: 'Older news.' })
  archive(_variables: PageVariables): string {
    return 'quiet';
  }

  @Prompt({ description: 'Sum up.' })
  sumUp(): string {
    return 'Sum up.';
  }
}

@Toolset()
class ToolsOnlyToolset {
  constructor(private readonly changes: ChangeNotifier) {}

  @Tool({ description: 'Announce everything.' })
  publish(): string {
    this.changes.promptsChanged();
    this.changes.resourcesChanged();
    this.changes.resourceUpdated('news://today');
    this.changes.toolsChanged();
    return 'published';
  }
}

const LIST_CHANGES = [
  'notifications/tools/list_changed',
  'notifications/prompts/list_changed',
  'notifications/resources/list_changed',
];

const methodsOf = (notices: readonly Notice[]): string[] => notices.map(({ method }) => method);
const updatesIn = (notices: readonly Notice[]): unknown[] =>
  notices.filter(({ method }) => method.endsWith('/updated')).map(({ params }) => params?.['uri']);

const announcing = combinations.filter(({ announces }) => announces);
const silent = combinations.filter(({ announces }) => !announces);

describe.each(announcing)('changes over $name', (combination) => {
  it('are advertised', async () => {
    const { client } = await serve(NewsToolset).over(combination);

    const capabilities = client.capabilities();

    expect(capabilities).toEqual({
      tools: { listChanged: true },
      prompts: { listChanged: true },
      resources: { listChanged: true, subscribe: true },
      logging: {},
    });
  });

  it('of every list reach every client', async () => {
    const { client, another } = await serve(NewsToolset).over(combination);
    const clients = [client, await another()];
    for (const each of clients) await each.follow('news://today');

    await client.call('publish');

    for (const { notices } of clients) {
      await eventually(() => expect(methodsOf(notices)).toEqual(expect.arrayContaining(LIST_CHANGES)));
    }
  });

  it('of a resource reach those clients that asked for it', async () => {
    const { client, another } = await serve(NewsToolset).over(combination);
    const [second, third] = [await another(), await another()];
    await client.follow('news://today', 'news://archive/7');
    await second.follow('news://archive/8');
    await third.follow();

    await client.call('publish');

    const all = [client, second, third];
    await eventually(() =>
      expect(all.map(({ notices }) => methodsOf(notices))).toEqual(all.map(() => expect.arrayContaining(LIST_CHANGES))),
    );
    await eventually(() =>
      expect(all.map(({ notices }) => updatesIn(notices))).toEqual([
        ['news://today', 'news://archive/7'],
        ['news://archive/8'],
        [],
      ]),
    );
  });

  it('of a family that the server does not offer are not sent', async () => {
    const { client } = await serve(ToolsOnlyToolset).over(combination);
    if (combination.era === 'modern') await client.follow();

    await client.call('publish');

    await eventually(() => expect(methodsOf(client.notices)).toEqual(['notifications/tools/list_changed']));
  });

  it('are heard by those who stay when others leave', async () => {
    const { client, another } = await serve(NewsToolset).over(combination);
    const leaving = await another();
    await client.follow('news://today');
    await leaving.follow('news://today');
    await leaving.close();

    await client.call('publish');

    await eventually(() => expect(updatesIn(client.notices)).toEqual(['news://today']));
    expect(updatesIn(leaving.notices)).toEqual([]);
  });
});

const modern = announcing.filter(({ era }) => era === 'modern');

describe.each(modern)('changes over $name', (combination) => {
  it('are not sent to a client that does not listen', async () => {
    const { client, another } = await serve(NewsToolset).over(combination);
    const listening = await another();
    await listening.follow('news://today');

    await client.call('publish');

    await eventually(() => expect(updatesIn(listening.notices)).toEqual(['news://today']));
    expect(client.notices).toEqual([]);
  });
});

const live = announcing.filter(({ era }) => era === 'legacy');

describe.each(live)('subscribing over $name', (combination) => {
  it('to a resource that does not exist is refused', async () => {
    const { client } = await serve(NewsToolset).over(combination);

    const refusal = await refusalOf(client.follow('news://never'));

    expect(refusal).toEqual({
      code: -32602,
      message: 'Resource not found: news://never',
      data: { uri: 'news://never' },
    });
  });
});

describe.each(silent)('changes over $name', (combination) => {
  it('are not advertised', async () => {
    const { client } = await serve(NewsToolset).over(combination);

    const capabilities = client.capabilities();

    expect(capabilities).toEqual({ tools: {}, prompts: {}, resources: {}, logging: {} });
  });

  it('cannot be subscribed to', async () => {
    const { client } = await serve(NewsToolset).over(combination);

    const refusal = await refusalOf(client.follow('news://today'));

    expect(refusal).toEqual({ code: -32601, message: 'Method not found' });
  });

  it('are not sent', async () => {
    const { client } = await serve(NewsToolset).over(combination);

    const result = await client.call('publish');

    expect([result, client.notices]).toEqual([{ content: [{ type: 'text', text: 'published' }] }, []]);
  });
});
