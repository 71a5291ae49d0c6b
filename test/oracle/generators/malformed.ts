import fc from 'fast-check';

const ping = '{"jsonrpc":"2.0","id":1,"method":"ping"}';

/** Texts that are no JSON-RPC message, though some come close. */
export const malformed = fc.constantFrom(
  ...['', ' ', 'ping', '{', '[', 'null', 'true', '7', '"text"', '[]', '{}', '[[]]', '[null]', '[1,2]', `[${ping},1]`],
  ...['{"jsonrpc":"2.0"}', '{"jsonrpc":"2.0","id":1}', '{"jsonrpc":"2.0","id":1,"method":7}'],
  ...['{"id":1,"method":"ping"}', '{"jsonrpc":"1.0","id":1,"method":"ping"}', '{"jsonrpc":2,"id":1,"method":"ping"}'],
  ...['{"jsonrpc":"2.0","id":1,"method":"ping",}', "{'jsonrpc':'2.0','id':1,'method':'ping'}", `${ping}x`],
  ...['{"jsonrpc":"2.0","id":1e400,"method":"ping"}', '{"jsonrpc":"2.0","id":1.0,"method":"ping"}'],
  ...['{"jsonrpc":"2.0","id":1,"id":2,"method":"ping"}', '{"jsonrpc":"2.0","id":1,"method":"ping","params":null}'],
  ...['{"jsonrpc":"2.0","id":1,"method":"ping","params":[]}', '{"jsonrpc":"2.0","id":1,"method":"ping","params":"x"}'],
  '{"jsonrpc":"2.0","id":1,"method":"ping","params":{"__proto__":{"a":1}}}',
  '{"jsonrpc":"2.0","id":1,"method":"ping","params":{"constructor":{"prototype":{}}}}',
  `{"jsonrpc":"2.0","id":1,"method":"ping","params":{"deep":${'['.repeat(50)}${']'.repeat(50)}}}`,
  `{"jsonrpc":"2.0","id":1,"method":"ping","params":{"deep":${'['.repeat(80)}${']'.repeat(80)}}}`,
  `${ping}${ping}`,
  ` ${ping} `,
  `\ufeff${ping}`,
);

/** Answers to what nobody has asked. */
export const responses = fc.constantFrom<object>(
  { jsonrpc: '2.0', id: 1, result: {} },
  { jsonrpc: '2.0', id: 'unknown', result: { action: 'accept' } },
  { jsonrpc: '2.0', id: 1, error: { code: -32603, message: 'no' } },
  { jsonrpc: '2.0', error: { code: -32603, message: 'no' } },
  { jsonrpc: '2.0', id: null, error: { code: -32603, message: 'no' } },
  { jsonrpc: '2.0', id: 1, result: {}, error: { code: 1, message: 'both' } },
  { jsonrpc: '2.0', id: 1, error: 'odd' },
  { jsonrpc: '2.0', id: 1, result: 'odd' },
);

/** What a client may say to a question, for better or worse; the id is filled in. */
export const answers = fc.constantFrom<object>(
  { result: { action: 'accept', content: { colour: 'red' } } },
  { result: { action: 'decline' } },
  { result: { action: 'cancel' } },
  { result: { action: 'accept', content: { colour: 7 } } },
  { result: { action: 'odd' } },
  { result: { role: 'assistant', model: 'm', content: { type: 'text', text: 'red' } } },
  { result: { roots: [{ uri: 'file:///a' }] } },
  { result: {} },
  { error: { code: -1, message: 'No' } },
  { error: 'odd' },
);
