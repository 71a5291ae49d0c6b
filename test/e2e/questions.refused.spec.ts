import { IsString } from 'class-validator';
import { McpContext, Prompt, Tool, Toolset } from '../../src/index.js';
import type { Answers } from '../support/clients/client.interface.js';
import { combinations } from '../support/combinations.js';
import { refusalOf } from '../support/refusal.js';
import { serve } from '../support/serve.js';

class Name {
  @IsString() name!: string;
}

@Toolset()
class AskingToolset {
  @Tool({ description: 'Ask for a name.' })
  async name(ctx: McpContext): Promise<unknown> {
    return (await ctx.elicit('name', { message: 'Name?', schema: Name })).content?.name;
  }

  @Tool({ description: 'Send to a page.' })
  page(ctx: McpContext): Promise<unknown> {
    return ctx.elicit('pay', { message: 'Pay here', url: 'https://example.com/pay' });
  }

  @Tool({ description: 'Ask the model.' })
  async summarise(ctx: McpContext): Promise<unknown> {
    const { text, model, role } = await ctx.sample('summary', { messages: 'Sum up', maxTokens: 50, temperature: 0.1 });
    return { text, model, role };
  }

  @Tool({ description: 'Ask for folders.' })
  folders(ctx: McpContext): Promise<unknown> {
    return ctx.roots();
  }

  @Tool({ description: 'Ask only where it helps.' })
  careful(ctx: McpContext): unknown {
    return {
      elicitation: ctx.supports('elicitation'),
      pages: ctx.supports('elicitation.url'),
      sampling: ctx.supports('sampling'),
      roots: ctx.supports('roots'),
    };
  }

  @Prompt({ description: 'Ask in a prompt.' })
  async greet(ctx: McpContext): Promise<string> {
    return `Greet ${(await ctx.elicit('name', { message: 'Name?', schema: Name })).content?.name}`;
  }
}

const answered = (value: unknown): object => ({
  content: [{ type: 'text', text: typeof value === 'string' ? value : JSON.stringify(value) }],
});

const everything: Answers = {
  pages: true,
  elicitation: () => ({ action: 'accept', content: { name: 'Ada' } }),
  sampling: ({ messages, maxTokens }) => ({
    model: 'test-model',
    role: 'assistant',
    content: { type: 'text', text: `${JSON.stringify(messages)} in ${maxTokens}` },
  }),
  roots: () => [{ uri: 'file:///work', name: 'Work' }],
};

/** Each tool with what the client lacks for it. */
const needs = [
  ['name', 'elicitation', 'elicitation/create', { elicitation: { form: {} } }],
  ['page', 'elicitation.url', 'elicitation/create', { elicitation: { url: {} } }],
  ['summarise', 'sampling', 'sampling/createMessage', { sampling: {} }],
  ['folders', 'roots', 'roots/list', { roots: {} }],
] as const;

describe.each(combinations.filter(({ asks }) => asks))('asking a client over $name', (combination) => {
  it('reaches its model', async () => {
    const { client } = await serve(AskingToolset).answering(everything).over(combination);

    const result = await client.call('summarise');

    const text = '[{"role":"user","content":{"type":"text","text":"Sum up"}}] in 50';
    expect(result).toEqual(answered({ text, model: 'test-model', role: 'assistant' }));
  });

  it('reaches its roots', async () => {
    const { client } = await serve(AskingToolset).answering(everything).over(combination);

    const result = await client.call('folders');

    expect(result).toEqual(answered([{ uri: 'file:///work', name: 'Work' }]));
  });

  it.each([
    ['everything', everything, { elicitation: true, pages: true, sampling: true, roots: true }],
    [
      'forms only',
      { elicitation: everything.elicitation },
      { elicitation: true, pages: false, sampling: false, roots: false },
    ],
    ['nothing', {}, { elicitation: false, pages: false, sampling: false, roots: false }],
  ])('can be found out beforehand: %s', async (_offer, answers, expected) => {
    const { client } = await serve(AskingToolset).answering(answers).over(combination);

    const result = await client.call('careful');

    expect(result).toEqual(answered(expected));
  });

  it.each(needs)('that does not offer it is refused: %s', async (tool, feature, method, requiredCapabilities) => {
    const { client } = await serve(AskingToolset).over(combination);

    if (combination.era === 'modern') {
      const why = 'and this request does not declare it.';
      const message = `This needs the client's ${feature} capability (${method}), ${why}`;
      const refusal = await refusalOf(client.call(tool));
      expect(refusal).toEqual({ code: -32021, message, data: { requiredCapabilities } });
    } else {
      const why = 'and the client has not declared it.';
      const result = await client.call(tool);
      const text = `This needs the client's ${feature} capability (${method}), ${why}`;
      expect(result).toEqual({ ...answered(text), isError: true });
    }
  });
});

describe.each(combinations.filter(({ asks }) => asks))('an answer that does not fit over $name', (combination) => {
  it('is not taken', async () => {
    const given = [{ name: 17 }, { name: 'Ada' }];
    const { client } = await serve(AskingToolset)
      .answering({ elicitation: () => ({ action: 'accept', content: given.shift()! }) })
      .over(combination);

    const result = await client.call('name');

    // Where rounds carry the answers the user is simply asked again.
    expect(result).toEqual(
      combination.era === 'modern'
        ? answered('Ada')
        : { ...answered("The answer to 'name' does not fit:\n- name: must be a string"), isError: true },
    );
  });

  it('for good ends the call', async () => {
    const { client } = await serve(AskingToolset)
      .answering({
        elicitation: () => {
          throw new Error('no window');
        },
      })
      .over(combination);

    const outcome = await client.call('name').catch((error: Error) => error.message);

    expect(JSON.stringify(outcome)).toContain('no window');
  });
});

describe.each(combinations.filter(({ asks }) => !asks))('asking a client over $name', (combination) => {
  it.each(needs)('is refused in words that a model can act on: %s', async (tool, feature, method) => {
    const { client } = await serve(AskingToolset).answering(everything).over(combination);

    const result = await client.call(tool);

    const why = 'and a stateless HTTP request of this protocol revision has no way back to the client.';
    const text = `This needs the client's ${feature} capability (${method}), ${why}`;
    expect(result).toEqual({ ...answered(text), isError: true });
  });

  it('can be found out beforehand', async () => {
    const { client } = await serve(AskingToolset).answering(everything).over(combination);

    const result = await client.call('careful');

    expect(result).toEqual(answered({ elicitation: false, pages: false, sampling: false, roots: false }));
  });

  it('is refused to prompts as well', async () => {
    const { client } = await serve(AskingToolset).answering(everything).over(combination);

    const refusal = await refusalOf(client.prompt('greet'));

    expect(refusal).toEqual({ code: -32000, message: expect.stringContaining('elicitation capability') });
  });
});
