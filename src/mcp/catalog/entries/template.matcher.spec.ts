import { UriTemplate } from '@modelcontextprotocol/server';
import fc from 'fast-check';
import { TemplateMatcher } from './template.matcher.js';

const operator = fc.constantFrom('', '', '+', '#', '.', '/', '?', '&');
const expression = fc
  .tuple(operator, fc.constantFrom('a', 'b', 'c', 'a,b', 'b,c'), fc.constantFrom('', '*'))
  .map(([op, names, explode]) => `{${op}${names}${explode}}`);
const text = fc.constantFrom('', '-', '/', '.', ',', 'x', '?', '&', '/end', 'a=', '$', '{');
const template = fc
  .array(
    fc.oneof(
      expression,
      text.filter((part) => part !== '{'),
    ),
    { minLength: 1, maxLength: 5 },
  )
  .map((parts) => `t:${parts.join('')}`);
const uri = fc
  .string({
    unit: fc.constantFrom('a', 'x', '-', '/', '.', ',', '?', '&', '=', 'a=', 'b=', '/end', '%2C', '\n'),
    maxLength: 14,
  })
  .map((rest) => `t:${rest}`);

describe('TemplateMatcher', () => {
  it('reads what the regular expression of the SDK reads', () => {
    let matched = 0;
    fc.assert(
      fc.property(template, uri, (template, uri) => {
        const expected = new UriTemplate(template).match(uri);
        if (expected) matched += 1;
        expect(new TemplateMatcher(new UriTemplate(template)).match(uri)).toEqual(expected);
      }),
      { numRuns: 20_000 },
    );
    expect(matched).toBeGreaterThan(500);
  });

  it.each<[string, string, object | null]>([
    ['docs://{+path}', 'docs://a/b.md', { path: 'a/b.md' }],
    ['app://{a}-{b}', 'app://1-2-3', { a: '1-2', b: '3' }],
    ['app://{a*}', 'app://1,2', { a: ['1', '2'] }],
    ['app://x{?q,page}', 'app://x?q=1&page=2', { q: '1', page: '2' }],
    ['app://{id}', 'app://', null],
    ['app://{id}', 'other://1', null],
  ])('%s of %s', (template, uri, expected) => {
    expect(new TemplateMatcher(new UriTemplate(template)).match(uri)).toEqual(expected);
  });
});
