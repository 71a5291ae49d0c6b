import { IsBoolean, IsInt, IsOptional, IsString, Length, Min } from 'class-validator';
import {
  assistantMessage,
  Complete,
  CompletionRequest,
  Describe,
  image,
  Prompt,
  ResourceTemplate,
  ToolError,
  Toolset,
  userMessage,
  type CompletionAnswer,
} from '../../src/index.js';
import { combinations } from '../support/combinations.js';
import { refusalOf } from '../support/refusal.js';
import { serve } from '../support/serve.js';

class ReviewArguments {
  @Describe('Language of the code') @IsString() @Length(1, 20) language!: string;
  @IsOptional() @IsInt() @Min(1) rounds?: number;
  @IsBoolean() strict: boolean = false;
}

class FileVariables {
  @IsString() folder!: string;
  @IsString() file!: string;
}

const LANGUAGES = ['java', 'javascript', 'python'];

@Toolset({ prefix: 'code' })
class ReviewToolset {
  @Prompt({
    title: 'Review',
    description: 'Review some code.',
    icons: [{ src: 'https://example.com/p.png' }],
    _meta: { 'example.com/v': 1 },
  })
  review({ language, rounds, strict }: ReviewArguments): unknown {
    return [userMessage(`Review this ${language}, ${rounds}, ${strict}`), assistantMessage(image('AQID', 'image/png'))];
  }

  @Prompt({ name: 'hello', description: 'Greet.' })
  greet(): string {
    return 'Say hello.';
  }

  @Prompt({ description: 'In the form of the protocol.' })
  form(): unknown {
    return { description: 'Made to measure', messages: [userMessage('x')] };
  }

  @Prompt({ description: 'Refuses.' })
  refusing(): never {
    throw new ToolError('Not today.');
  }

  @Prompt({ description: 'Fails.' })
  failing(): never {
    throw new Error('hunter2');
  }

  @Complete('review', 'language')
  languages({ value }: CompletionRequest): string[] {
    return LANGUAGES.filter((language) => language.startsWith(value));
  }

  @ResourceTemplate({ uriTemplate: 'code://{folder}/{file}', description: 'A file.' })
  file(_variables: FileVariables): string {
    return '';
  }

  @Complete('file', 'file')
  files({ value, filled }: CompletionRequest): CompletionAnswer {
    const values = Array.from({ length: 150 }, (_, index) => `${filled['folder']}-${value}-${index}`);
    return { values, total: 4000 };
  }
}

const said = (role: string, text: string): object => ({ role, content: { type: 'text', text } });

describe.each(combinations)('prompts over $name', (combination) => {
  it('are listed with the arguments of their class', async () => {
    const { client } = await serve(ReviewToolset).over(combination);

    const prompts = await client.prompts();

    expect(prompts).toEqual([
      {
        name: 'code_review',
        title: 'Review',
        description: 'Review some code.',
        icons: [{ src: 'https://example.com/p.png' }],
        _meta: { 'example.com/v': 1 },
        arguments: [
          { name: 'language', description: 'Language of the code', required: true },
          { name: 'rounds', required: false },
          { name: 'strict', required: false },
        ],
      },
      { name: 'hello', description: 'Greet.' },
      { name: 'code_form', description: 'In the form of the protocol.' },
      { name: 'code_refusing', description: 'Refuses.' },
      { name: 'code_failing', description: 'Fails.' },
    ]);
  });

  it.each([
    [
      'code_review',
      { language: 'java', rounds: '2', strict: 'true' },
      {
        description: 'Review some code.',
        messages: [
          said('user', 'Review this java, 2, true'),
          { role: 'assistant', content: { type: 'image', data: 'AQID', mimeType: 'image/png' } },
        ],
      },
    ],
    ['hello', undefined, { description: 'Greet.', messages: [said('user', 'Say hello.')] }],
    ['code_form', undefined, { description: 'Made to measure', messages: [said('user', 'x')] }],
  ])('become messages, their string arguments converted: %s', async (name, args, expected) => {
    const { client } = await serve(ReviewToolset).over(combination);

    const result = await client.prompt(name, args);

    expect(result).toEqual(expected);
  });

  it('take the word false for false', async () => {
    const { client } = await serve(ReviewToolset).over(combination);

    const { messages } = await client.prompt('code_review', { language: 'java', strict: 'false' });

    expect(messages[0]).toEqual(said('user', 'Review this java, undefined, false'));
  });

  it.each([
    ['no_such_prompt', {}, -32602, 'Unknown prompt: no_such_prompt'],
    [
      'code_review',
      { rounds: '0', extra: 'x' },
      -32602,
      [
        'Invalid arguments for code_review. Correct this and call again:',
        '- extra: is not a known property',
        '- language: must be longer than or equal to 1 characters',
        '- language: must be a string',
        '- rounds: must not be less than 1',
      ].join('\n'),
    ],
    ['code_refusing', {}, -32000, 'Not today.'],
    ['code_failing', {}, -32603, expect.stringMatching(/^Internal error\. .* under the id [0-9a-f]{12}\.$/)],
  ])('are refused as JSON-RPC errors: %s', async (name, args, code, message) => {
    const { client } = await serve(ReviewToolset).over(combination);

    const refusal = await refusalOf(client.prompt(name, args));

    expect(refusal).toEqual({ code, message });
  });
});

describe.each(combinations)('completion over $name', (combination) => {
  it('suggests values for the argument of a prompt', async () => {
    const { client } = await serve(ReviewToolset).over(combination);

    const completion = await client.complete(
      { type: 'ref/prompt', name: 'code_review' },
      { name: 'language', value: 'ja' },
    );

    expect(completion).toEqual({ values: ['java', 'javascript'], total: 2, hasMore: false });
  });

  it('suggests at most 100 values for a variable of a template, knowing those that are filled in', async () => {
    const { client } = await serve(ReviewToolset).over(combination);

    const completion = await client.complete(
      { type: 'ref/resource', uri: 'code://{folder}/{file}' },
      { name: 'file', value: 'm' },
      { folder: 'src' },
    );

    expect(completion).toEqual({
      values: Array.from({ length: 100 }, (_, index) => `src-m-${index}`),
      total: 4000,
      hasMore: true,
    });
  });

  it('has nothing to suggest where no method was written', async () => {
    const { client } = await serve(ReviewToolset).over(combination);

    const completion = await client.complete(
      { type: 'ref/prompt', name: 'code_review' },
      { name: 'rounds', value: '' },
    );

    expect(completion).toEqual({ values: [], total: 0, hasMore: false });
  });

  it.each([
    [{ type: 'ref/prompt' as const, name: 'nobody' }, 'Unknown prompt: nobody'],
    [{ type: 'ref/resource' as const, uri: 'no://{where}' }, 'Unknown resource template: no://{where}'],
  ])('is refused for what does not exist: %j', async (ref, message) => {
    const { client } = await serve(ReviewToolset).over(combination);

    const refusal = await refusalOf(client.complete(ref, { name: 'x', value: '' }));

    expect(refusal).toEqual({ code: -32602, message });
  });
});
