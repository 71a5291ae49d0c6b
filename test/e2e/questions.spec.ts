import { IsBoolean, IsEmail, IsEnum, IsInt, IsOptional, IsString, Length, Min } from 'class-validator';
import type { ElicitRequest } from '@modelcontextprotocol/client';
import { Describe, McpContext, Prompt, Resource, Tool, ToolError, Toolset } from '../../src/index.js';
import { combinations } from '../support/combinations.js';
import { serve } from '../support/serve.js';

enum Size {
  Small = 'small',
  Large = 'large',
}

class Delivery {
  @Describe('Where to') @IsEmail() email!: string;
  @IsString() @Length(2, 5) code: string = 'ab';
  @IsInt() @Min(1) amount!: number;
  @IsEnum(Size) size!: Size;
  @IsOptional() @IsBoolean() gift?: boolean;
}

class Name {
  @IsString() name!: string;
}

const nameForm = { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] };

@Toolset()
class AskingToolset {
  private begun = 0;

  @Tool({ description: 'Ask for a form.' })
  async order(ctx: McpContext): Promise<unknown> {
    const answer = await ctx.elicit('delivery', { message: 'Deliver to?', schema: Delivery });
    return { ...answer, isInstance: answer.content instanceof Delivery };
  }

  @Tool({ description: 'Ask with a schema of one’s own.' })
  async verbatim(ctx: McpContext): Promise<unknown> {
    return (await ctx.elicit('name', { message: 'Name?', schema: nameForm })).content;
  }

  @Tool({ description: 'Ask twice at once.' })
  async together(ctx: McpContext): Promise<unknown> {
    const ask = (key: string): Promise<unknown> =>
      ctx.elicit(key, { message: key, schema: Name }).then(({ content }) => content?.name);
    return Promise.all([ask('first'), ask('second')]);
  }

  @Tool({ description: 'Ask one after the other.' })
  async inTurn(ctx: McpContext): Promise<unknown> {
    this.begun += 1;
    const names: unknown[] = [];
    for (const key of ['one', 'two', 'three']) {
      const { content } = await ctx.elicit(key, { message: `${key} after ${names.join()}`, schema: Name });
      names.push(content?.name);
    }
    return { names, begun: this.begun };
  }

  @Tool({ description: 'Ask the same twice.' })
  async twice(ctx: McpContext): Promise<unknown> {
    await ctx.elicit('same', { message: 'x', schema: Name });
    return ctx.elicit('same', { message: 'x', schema: Name });
  }

  @Tool({ description: 'Send to a page.' })
  async page(ctx: McpContext): Promise<unknown> {
    const { action } = await ctx.elicit('pay', { message: 'Pay here', url: 'https://example.com/pay' });
    return { action, offered: ctx.supports('elicitation.url') };
  }

  @Tool({ description: 'Patient.', timeoutMs: 60 })
  async patient(ctx: McpContext): Promise<unknown> {
    const { content } = await ctx.elicit('name', { message: 'slow', schema: Name });
    if (content?.name === '') throw new ToolError('A name, please.');
    return content?.name;
  }

  @Prompt({ description: 'Ask in a prompt.' })
  async greet(ctx: McpContext): Promise<string> {
    const { content } = await ctx.elicit('name', { message: 'Name?', schema: Name });
    return `Greet ${content?.name}`;
  }

  @Resource({ uri: 'ask://name', description: 'Ask in a resource.' })
  async name(ctx: McpContext): Promise<string> {
    const { content } = await ctx.elicit('name', { message: 'Name?', schema: Name });
    return String(content?.name);
  }
}

const answered = (value: unknown): object => ({
  content: [{ type: 'text', text: typeof value === 'string' ? value : JSON.stringify(value) }],
});
const accept = (content: Record<string, string | number | boolean>) => () => ({ action: 'accept' as const, content });
const ada = { elicitation: accept({ name: 'Ada' }) };

const asking = combinations.filter(({ asks }) => asks);

describe.each(asking)('a question over $name', (combination) => {
  it('is shown to the user as a form and answered with an instance of its class', async () => {
    const shown: ElicitRequest['params'][] = [];
    const { client } = await serve(AskingToolset)
      .answering({
        elicitation: (params) => {
          shown.push(params);
          return { action: 'accept', content: { email: 'a@example.com', code: 'xyz', amount: 2, size: 'large' } };
        },
      })
      .over(combination);

    const result = await client.call('order');

    expect(result).toEqual(
      answered({
        action: 'accept',
        accepted: true,
        content: { email: 'a@example.com', code: 'xyz', amount: 2, size: 'large' },
        isInstance: true,
      }),
    );
    expect(shown).toEqual([
      expect.objectContaining({
        mode: 'form',
        message: 'Deliver to?',
        requestedSchema: {
          type: 'object',
          properties: {
            email: { type: 'string', format: 'email', description: 'Where to' },
            code: { type: 'string', minLength: 2, maxLength: 5, default: 'ab' },
            amount: { type: 'integer', minimum: 1 },
            size: { type: 'string', enum: ['small', 'large'] },
            gift: { type: 'boolean' },
          },
          required: ['email', 'amount', 'size'],
        },
      }),
    ]);
  });

  it.each(['decline' as const, 'cancel' as const])('may end in %s', async (action) => {
    const { client } = await serve(AskingToolset)
      .answering({ elicitation: () => ({ action }) })
      .over(combination);

    const result = await client.call('order');

    expect(result).toEqual(answered({ action, accepted: false, isInstance: false }));
  });

  it('with a schema of its own is sent as written', async () => {
    const shown: unknown[] = [];
    const { client } = await serve(AskingToolset)
      .answering({
        elicitation: (params) => {
          shown.push('requestedSchema' in params && params.requestedSchema);
          return { action: 'accept', content: { name: 'Ada' } };
        },
      })
      .over(combination);

    const result = await client.call('verbatim');

    expect([shown, result]).toEqual([[nameForm], answered({ name: 'Ada' })]);
  });

  it('may be asked together with another', async () => {
    const { client } = await serve(AskingToolset)
      .answering({ elicitation: ({ message }) => ({ action: 'accept', content: { name: `${message}!` } }) })
      .over(combination);

    const result = await client.call('together');

    expect(result).toEqual(answered(['first!', 'second!']));
  });

  it('may follow another, the method beginning again only where rounds carry the answers', async () => {
    const { client } = await serve(AskingToolset)
      .answering({ elicitation: ({ message }) => ({ action: 'accept', content: { name: `<${message}>` } }) })
      .over(combination);

    const result = await client.call('in_turn');

    const names = ['<one after >', '<two after <one after >>', '<three after <one after >,<two after <one after >>>'];
    expect(result).toEqual(answered({ names, begun: combination.era === 'modern' ? 4 : 1 }));
  });

  it('may be asked by prompts and resources', async () => {
    const { client } = await serve(AskingToolset).answering(ada).over(combination);

    const results = [await client.prompt('greet'), await client.read('ask://name')];

    expect(results).toEqual([
      {
        description: 'Ask in a prompt.',
        messages: [{ role: 'user', content: { type: 'text', text: 'Greet Ada' } }],
      },
      { contents: [{ uri: 'ask://name', mimeType: 'text/plain', text: 'Ada' }] },
    ]);
  });

  it('does not use up the time of the call', async () => {
    const slow = () => new Promise<void>((resolve) => setTimeout(resolve, 150)).then(accept({ name: 'Ada' }));
    const { client } = await serve(AskingToolset).answering({ elicitation: slow }).over(combination);

    const result = await client.call('patient');

    expect(result).toEqual(answered('Ada'));
  });

  it('needs a key of its own', async () => {
    const { client, errors } = await serve(AskingToolset).answering(ada).over(combination);

    const result = await client.call('twice');

    expect(result).toMatchObject({ isError: true, content: [{ text: expect.stringMatching(/^Internal error/) }] });
    expect(errors.join()).toContain("The question 'same' has been asked in this call already");
  });

  it('may send the user to a page', async () => {
    const shown: unknown[] = [];
    const { client } = await serve(AskingToolset)
      .answering({
        pages: true,
        elicitation: (params) => {
          shown.push(params);
          return { action: 'accept' };
        },
      })
      .over(combination);

    const result = await client.call('page');

    expect([shown, result]).toEqual([
      [expect.objectContaining({ mode: 'url', message: 'Pay here', url: 'https://example.com/pay' })],
      answered({ action: 'accept', offered: true }),
    ]);
  });
});
