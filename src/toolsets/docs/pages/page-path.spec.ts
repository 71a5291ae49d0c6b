import { isInside, isPagePath, pageUri } from './page-path.js';

describe('isPagePath', () => {
  it.each(['a.md', 'A.MD', 'a.markdown', 'a.mdx', 'a/b/c.md', 'a b/ü.md', '%2e%2e.md', 'a..md', 'node_modules.md'])(
    'accepts %p',
    (path) => expect(isPagePath(path)).toBe(true),
  );

  it.each([
    ...['', '.', '..', '/', 'a', 'a.txt', 'a.md.txt', 'md', 'a.md/', '.md'],
    ...['../a.md', 'a/../b.md', 'a/../../b.md', './a.md', 'a/./b.md', 'a//b.md'],
    ...['/etc/a.md', '//host/a.md', '\\\\host\\a.md', 'C:\\a.md', '..\\a.md', 'a\\..\\b.md'],
    ...['a\0.md', 'a.md\0', '..\0/a.md', 'a\n.md', 'a\u0085.md', 'a\ud800.md'],
    ...['.git/a.md', 'a/.hidden.md', '.../a.md', 'node_modules/a.md', 'a/NODE_MODULES/b.md'],
    ...['%2e%2e%2fa', '..%2fa.md', `${'a/'.repeat(600)}a.md`],
  ])('refuses %p', (path) => expect(isPagePath(path)).toBe(false));
});

describe('isInside', () => {
  it.each<[string, string, boolean]>([
    ['/docs', '/docs/a.md', true],
    ['/docs', '/docs/..a/b.md', true],
    ['/', '/a.md', true],
    ['/docs', '/docs', false],
    ['/docs', '/docs-other/a.md', false],
    ['/docs', '/a.md', false],
    ['/docs', '/Docs/a.md', false],
  ])('of %p and %p is %p', (folder, file, expected) => expect(isInside(folder, file)).toBe(expected));
});

describe('pageUri', () => {
  it.each<[string, string]>([
    ['a/b.md', 'docs://a/b.md'],
    ['a b/100%?#.md', 'docs://a%20b/100%25%3F%23.md'],
    ['ü.md', 'docs://%C3%BC.md'],
  ])('of %p is %p, and leads back', (path, uri) => {
    expect(pageUri(path)).toBe(uri);
    expect(decodeURIComponent(uri.slice('docs://'.length))).toBe(path);
  });
});
