import { MessageRejectedError } from './refusals.js';
import { readMessage } from './message.reader.js';

const DEPTH = 8;
const request = { jsonrpc: '2.0', id: 1, method: 'ping' };

function refusal(text: string): { code: number; id?: unknown } {
  try {
    readMessage(text, DEPTH);
  } catch (error) {
    if (!(error instanceof MessageRejectedError)) throw error;
    return { code: error.code, ...(error.id !== undefined && { id: error.id }) };
  }
  throw new Error('The message was accepted.');
}

describe('readMessage', () => {
  it.each<[string, unknown]>([
    ['a request', request],
    ['a request with a text id', { ...request, id: 'a' }],
    ['a notification', { jsonrpc: '2.0', method: 'notifications/initialized' }],
    ['a response', { jsonrpc: '2.0', id: 7, result: {} }],
    ['an error without an id', { jsonrpc: '2.0', error: { code: -1, message: 'x' } }],
    ['a batch', [request, { ...request, id: 2 }]],
    ['a member that is called constructor', { ...request, params: { constructor: 'builder', prototype: 1 } }],
    ['text that only looks dangerous', { ...request, params: { note: '__proto__ and constructor.prototype' } }],
  ])('takes %s', (_name, message) => {
    expect(readMessage(JSON.stringify(message), DEPTH)).toEqual(message);
  });

  it.each<[string, string, { code: number; id?: unknown }]>([
    ['what is no JSON', '{', { code: -32700 }],
    ['a bare value', '3', { code: -32600 }],
    ['another version', '{"jsonrpc":"1.0","id":1,"method":"ping"}', { code: -32600, id: 1 }],
    ['members in another case', '{"jsonrpc":"2.0","id":1,"Method":"ping"}', { code: -32600, id: 1 }],
    ['an id of null', '{"jsonrpc":"2.0","id":null,"method":"ping"}', { code: -32600 }],
    ['a fraction as id', '{"jsonrpc":"2.0","id":1.5,"method":"ping"}', { code: -32600 }],
    ['params in a list', '{"jsonrpc":"2.0","id":1,"method":"ping","params":[]}', { code: -32600, id: 1 }],
    ['an empty batch', '[]', { code: -32600 }],
    ['a batch of 21', JSON.stringify(Array(21).fill(request)), { code: -32600 }],
    [
      'a prototype',
      '{"jsonrpc":"2.0","id":1,"method":"x","params":{"a":{"__proto__":{"b":1}}}}',
      { code: -32602, id: 1 },
    ],
    [
      'an escaped prototype',
      String.raw`{"jsonrpc":"2.0","id":1,"method":"x","params":{"\u005f_proto__":{}}}`,
      { code: -32602, id: 1 },
    ],
    [
      'a constructor',
      '{"jsonrpc":"2.0","id":1,"method":"x","params":{"constructor":{"prototype":{}}}}',
      { code: -32602, id: 1 },
    ],
  ])('refuses %s', (_name, text, expected) => {
    expect(refusal(text)).toEqual(expected);
  });

  it.each<[string, string, { code: number; id?: unknown }]>([
    [
      'with the id in front',
      `{"jsonrpc":"2.0","id":"deep","method":"x","params":${nested(5000)}}`,
      { code: -32602, id: 'deep' },
    ],
    [
      'with the id at the end',
      `{"method":"x","params":${nested(5000)},"jsonrpc":"2.0","id":42}`,
      { code: -32602, id: 42 },
    ],
    ['without an id', `{"jsonrpc":"2.0","method":"x","params":${nested(5000)}}`, { code: -32602 }],
    ['of lists', '['.repeat(100_000), { code: -32602 }],
  ])('row 23: refuses deep nesting %s', (_name, text, expected) => {
    expect(refusal(text)).toEqual(expected);
  });

  it('counts brackets outside texts only, and takes exactly the limit', () => {
    const text = JSON.stringify({ ...request, params: { note: '[[[[[[[[[["{{{{{{{{{{\\' } });
    expect(readMessage(text, DEPTH)).toMatchObject({ id: 1 });
    expect(readMessage(`{"jsonrpc":"2.0","id":1,"method":"x","params":${nested(DEPTH - 1)}}`, DEPTH)).toMatchObject({
      id: 1,
    });
    expect(refusal(`{"jsonrpc":"2.0","id":1,"method":"x","params":${nested(DEPTH)}}`)).toEqual({ code: -32602, id: 1 });
  });
});

/** An object of that many levels. */
function nested(levels: number): string {
  return `${'{"a":'.repeat(levels - 1)}{}${'}'.repeat(levels - 1)}`;
}
