import { headerParametersOf } from './header-parameters.js';

function explore(schema: unknown): { headers: string[]; faults: string[] } {
  const faults: string[] = [];
  const found = headerParametersOf(schema, (message) => faults.push(message));
  return { headers: found.map(({ path, header }) => `${path.join('.')} → ${header}`), faults };
}

const text = (header: unknown): object => ({ type: 'string', 'x-mcp-header': header });

describe('headerParametersOf', () => {
  it('finds the parameters at every depth below properties', () => {
    const schema = {
      type: 'object',
      properties: {
        region: text('Region'),
        page: { type: 'object', properties: { size: { type: 'integer', 'x-mcp-header': 'Size' } } },
        'x-mcp-header': { type: 'string' },
      },
    };
    expect(explore(schema)).toEqual({ headers: ['region → Region', 'page.size → Size'], faults: [] });
  });

  it.each<[string, object, string[]]>([
    ['a name with a space', { properties: { a: text('My Header') } }, ['x-mcp-header of a is no header name']],
    ['a name that is no text', { properties: { a: text(1) } }, ['x-mcp-header of a is no header name']],
    [
      'a number',
      { properties: { a: { type: 'number', 'x-mcp-header': 'A' } } },
      ['x-mcp-header of a needs the type string, integer or boolean'],
    ],
    [
      'the same name in another case',
      { properties: { a: text('Key'), b: text('KEY') } },
      ["x-mcp-header 'key' is used twice: header names ignore case"],
    ],
    [
      'a place that headers cannot reach',
      { properties: { list: { type: 'array', items: text('Item') } } },
      ['x-mcp-header works only on properties below `properties`, not in items, references or conditions'],
    ],
  ])('reports %s', (_name, schema, faults) => {
    expect(explore(schema).faults).toEqual(faults);
  });
});
