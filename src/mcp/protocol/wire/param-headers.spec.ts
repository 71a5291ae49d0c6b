import type { HeaderParameter } from '../../catalog/index.js';
import { paramHeaderFault } from './param-headers.js';

const region: HeaderParameter = { path: ['region'], header: 'Region', type: 'string' };
const count: HeaderParameter = { path: ['page', 'count'], header: 'Count', type: 'integer' };
const dry: HeaderParameter = { path: ['dry'], header: 'Dry', type: 'boolean' };

describe('paramHeaderFault', () => {
  it.each<[string, HeaderParameter, unknown, string | undefined]>([
    ['equal texts', region, { region: 'eu' }, 'eu'],
    ['an encoded text', region, { region: 'Hello' }, '=?base64?SGVsbG8=?='],
    ['an encoded text beyond ASCII', region, { region: 'Zürich' }, '=?base64?WsO8cmljaA==?='],
    ['a text that only looks encoded', region, { region: 'SGVsbG8=' }, 'SGVsbG8='],
    ['a marker without its end', region, { region: '=?base64?SGVsbG8=' }, '=?base64?SGVsbG8='],
    ['no argument and no header', region, {}, undefined],
    ['null and no header', region, { region: null }, undefined],
    ['equal numbers in other words', count, { page: { count: 42 } }, '42.0'],
    ['a boolean', dry, { dry: true }, 'true'],
    ['an argument of another type, which the schema refuses', region, { region: {} }, undefined],
  ])('accepts %s', (_name, parameter, input, header) => {
    const headers = header === undefined ? {} : { [`mcp-param-${parameter.header.toLowerCase()}`]: header };
    expect(paramHeaderFault([parameter], input, headers)).toBeUndefined();
  });

  it.each<[string, HeaderParameter, unknown, string | undefined, string]>([
    ['another text', region, { region: 'eu' }, 'us', 'the header Mcp-Param-Region and the argument region differ'],
    [
      'a missing header',
      region,
      { region: 'eu' },
      undefined,
      'the argument region is given, so the header Mcp-Param-Region must be, too',
    ],
    [
      'a header without its argument',
      region,
      {},
      'eu',
      'the header Mcp-Param-Region is given, and the argument region is not',
    ],
    [
      'a header for null',
      count,
      { page: { count: null } },
      '1',
      'the header Mcp-Param-Count is given, and the argument page.count is not',
    ],
    [
      'bad padding',
      region,
      { region: 'Hello' },
      '=?base64?SGVsbG8?=',
      'the header Mcp-Param-Region is no valid Base64 value',
    ],
    [
      'a bad alphabet',
      region,
      { region: 'Hello' },
      '=?base64?SGVs!!!bG8=?=',
      'the header Mcp-Param-Region is no valid Base64 value',
    ],
    [
      'a number in hexadecimal',
      count,
      { page: { count: 26 } },
      '0x1a',
      'the header Mcp-Param-Count and the argument page.count differ',
    ],
    ['a boolean in another case', dry, { dry: true }, 'TRUE', 'the header Mcp-Param-Dry and the argument dry differ'],
  ])('reports %s', (_name, parameter, input, header, fault) => {
    const headers = header === undefined ? {} : { [`mcp-param-${parameter.header.toLowerCase()}`]: header };
    expect(paramHeaderFault([parameter], input, headers)).toBe(fault);
  });
});
