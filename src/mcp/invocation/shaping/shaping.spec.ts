import 'reflect-metadata';
import { IsInt } from 'class-validator';
import type { ToolEntry } from '../../catalog/index.js';
import { outputContract } from '../../catalog/schemas/index.js';
import { assistantMessage, image, text, ToolResult, userMessage } from '../../contract/index.js';
import { ResultTooLargeError } from '../serialise.js';
import { toCompletionResult } from './completion-result.js';
import { toPromptResult } from './prompt-result.js';
import { toResourceResult } from './resource-result.js';
import { OutputContractError, toToolResult } from './tool-result.js';

class Count {
  @IsInt() count!: number;
}

const plain = { name: 'find', output: undefined } as ToolEntry;
const typed = { name: 'find', output: outputContract(Count) } as ToolEntry;
const circular: Record<string, unknown> = {};
circular['self'] = circular;
const picture = image(new Uint8Array([1, 2]), 'image/png');

describe('what a tool returned', () => {
  it.each<[string, unknown, object]>([
    ['a text', 'hi', { content: [text('hi')] }],
    ['nothing', undefined, { content: [text('Done.')] }],
    ['null', null, { content: [text('Done.')] }],
    ['a number', 5, { content: [text('5')] }],
    ['data', { a: [1] }, { content: [text('{"a":[1]}')] }],
    ['an empty list', [], { content: [text('[]')] }],
    ['a date', new Date(0), { content: [text('"1970-01-01T00:00:00.000Z"')] }],
    ['a content block', picture, { content: [picture] }],
    ['content blocks', [picture, text('a')], { content: [picture, text('a')] }],
    [
      'a result with a text',
      new ToolResult({ content: 'hi', isError: true }),
      { content: [text('hi')], isError: true },
    ],
    [
      'a result with one block',
      new ToolResult({ content: picture, _meta: { a: 1 } }),
      { content: [picture], _meta: { a: 1 } },
    ],
    [
      'a result with data',
      new ToolResult({ structuredContent: { a: 1 } }),
      { content: [text('{"a":1}')], structuredContent: { a: 1 } },
    ],
    ['an empty result', new ToolResult({}), { content: [] }],
    ["the protocol's own form", { content: [text('a')], isError: true }, { content: [text('a')], isError: true }],
    [
      'the same without content',
      { content: [], structuredContent: { a: 1 } },
      { content: [], structuredContent: { a: 1 } },
    ],
  ])('becomes a result: %s', async (_title, value, result) => {
    expect((await toToolResult(value, plain, 1000)).value).toEqual(result);
  });

  it.each<[string, unknown, object]>([
    ['data', { count: 1, secret: 2 }, { content: [text('{"count":1}')], structuredContent: { count: 1 } }],
    [
      'an instance',
      Object.assign(new Count(), { count: 1 }),
      { content: [text('{"count":1}')], structuredContent: { count: 1 } },
    ],
    [
      'a result with both',
      new ToolResult({ content: 'one', structuredContent: { count: 1 } }),
      { content: [text('one')], structuredContent: { count: 1 } },
    ],
    ['an error', new ToolResult({ content: 'no', isError: true }), { content: [text('no')], isError: true }],
    [
      "the protocol's own form",
      { content: [], structuredContent: { count: 1 } },
      { content: [text('{"count":1}')], structuredContent: { count: 1 } },
    ],
  ])('is checked against the output: %s', async (_title, value, result) => {
    expect((await toToolResult(value, typed, 1000)).value).toEqual(result);
  });

  it('must be what the output declares', async () => {
    await expect((async () => toToolResult({ count: 'x' }, typed, 1000))()).rejects.toThrow(
      new OutputContractError('find returned something else than its output declares:\n- count: must be integer'),
    );
  });

  it.each<[string, unknown, string]>([
    ['a cycle', circular, 'Converting circular structure to JSON'],
    ['a BigInt', 1n, 'Do not know how to serialize a BigInt'],
    ['a BigInt inside', { a: 1n }, 'Do not know how to serialize a BigInt'],
    ['a function', () => 1, 'A function cannot be sent as JSON.'],
    ['a symbol', Symbol('a'), 'A symbol cannot be sent as JSON.'],
    ['bytes', Buffer.from('a'), 'find returned bytes: wrap them with image(), audio() or embeddedResource().'],
  ])('is refused: %s', async (_title, value, message) => {
    await expect((async () => toToolResult(value, plain, 1000))()).rejects.toThrow(message);
  });

  it('must not be too large, counting what is added to it', async () => {
    await expect((async () => toToolResult('x'.repeat(100), plain, 100))()).rejects.toBeInstanceOf(ResultTooLargeError);
    await expect((async () => toToolResult({ count: 1 }, typed, 60))()).rejects.toBeInstanceOf(ResultTooLargeError);
  });
});

describe('what a resource returned', () => {
  const uri = 'a://b';
  it.each<[string, unknown, string | undefined, object[]]>([
    ['a text', 'hi', undefined, [{ uri, mimeType: 'text/plain', text: 'hi' }]],
    ['a text with a type', 'hi', 'text/html', [{ uri, mimeType: 'text/html', text: 'hi' }]],
    ['bytes', Buffer.from('hi'), undefined, [{ uri, mimeType: 'application/octet-stream', blob: 'aGk=' }]],
    ['data', { a: 1 }, undefined, [{ uri, mimeType: 'application/json', text: '{"a":1}' }]],
    ['nothing', undefined, undefined, [{ uri, mimeType: 'application/json', text: 'null' }]],
    ['an empty list', [], undefined, [{ uri, mimeType: 'application/json', text: '[]' }]],
    ['contents', { text: 'a' }, 'text/css', [{ uri, mimeType: 'text/css', text: 'a' }]],
    [
      'contents with bytes',
      { blob: Buffer.from('hi'), mimeType: 'image/png' },
      undefined,
      [{ uri, blob: 'aGk=', mimeType: 'image/png' }],
    ],
    [
      'several contents',
      [{ text: 'a' }, { uri: 'a://c', blob: 'aGk=' }],
      undefined,
      [
        { uri, text: 'a' },
        { uri: 'a://c', blob: 'aGk=' },
      ],
    ],
    ["the protocol's own form", { contents: [{ text: 'a' }] }, undefined, [{ uri, text: 'a' }]],
    ['no contents', { contents: [] }, undefined, []],
    [
      'data that has a text',
      { id: 1, text: 'a' },
      undefined,
      [{ uri, mimeType: 'application/json', text: '{"id":1,"text":"a"}' }],
    ],
    [
      'data that has contents',
      { contents: ['a'] },
      undefined,
      [{ uri, mimeType: 'application/json', text: '{"contents":["a"]}' }],
    ],
  ])('becomes contents: %s', (_title, value, mimeType, contents) => {
    expect(toResourceResult(value, uri, mimeType)).toEqual({ contents });
  });

  it('is refused when JSON cannot carry it', () => {
    expect(() => toResourceResult(() => 1, uri, undefined)).toThrow(
      new TypeError('A function cannot be sent as JSON.'),
    );
  });
});

describe('what a prompt returned', () => {
  const description = 'Explains.';
  it.each<[string, unknown, object]>([
    ['a text', 'hi', { description, messages: [userMessage('hi')] }],
    ['a block', picture, { description, messages: [userMessage(picture)] }],
    ['blocks', [picture, text('a')], { description, messages: [userMessage(picture), userMessage('a')] }],
    ['a message', assistantMessage('a'), { description, messages: [assistantMessage('a')] }],
    [
      'messages',
      [userMessage('a'), assistantMessage('b')],
      { description, messages: [userMessage('a'), assistantMessage('b')] },
    ],
    ['no messages', [], { description, messages: [] }],
    [
      'its own description',
      { description: 'Own', messages: [userMessage('a')] },
      { description: 'Own', messages: [userMessage('a')] },
    ],
  ])('becomes messages: %s', (_title, value, result) => {
    expect(toPromptResult(value, description)).toEqual(result);
  });

  it.each([undefined, 5, { a: 1 }, [1], { messages: 5 }, { messages: [{ role: 'system', content: text('a') }] }])(
    'is refused: %p',
    (value) => {
      expect(() => toPromptResult(value, description)).toThrow(
        new TypeError(
          'A prompt method returns a text, content blocks, or messages from userMessage() and assistantMessage().',
        ),
      );
    },
  );
});

describe('what a completion returned', () => {
  const many = Array.from({ length: 150 }, (_, index) => String(index));
  it.each<[string, Parameters<typeof toCompletionResult>[0], object]>([
    ['a list', ['a'], { values: ['a'], total: 1, hasMore: false }],
    ['nothing found', [], { values: [], total: 0, hasMore: false }],
    ['too many', many, { values: many.slice(0, 100), total: 150, hasMore: true }],
    ['an answer', { values: ['a'] }, { values: ['a'], hasMore: false }],
    ['an answer with a total', { values: ['a'], total: 9 }, { values: ['a'], total: 9, hasMore: true }],
    ['an answer that knows better', { values: ['a'], hasMore: true }, { values: ['a'], hasMore: true }],
  ])('becomes a completion: %s', (_title, value, completion) => {
    expect(toCompletionResult(value)).toEqual({ completion });
  });

  it.each([undefined, null, 'a', { values: 'a' }, [1]])('is refused: %p', (value) => {
    expect(() => toCompletionResult(value as unknown as string[])).toThrow(
      new TypeError('A completion method returns a list of strings, or an object with such a list as `values`.'),
    );
  });
});
