import { SNIPPET_LENGTH, snippetOf } from './snippet.js';

const filler = 'lorem ipsum dolor sit amet '.repeat(40);

describe('snippetOf', () => {
  it('returns a short text as it is, in one line', () => {
    expect(snippetOf('One\n\n  two\tthree\n', ['two'])).toBe('One two three');
  });

  it('shows the beginning when nothing matches', () => {
    expect(snippetOf(`First ${filler}`, ['absent'])).toMatch(/^First lorem .*…$/);
  });

  it('shows the place with the most different words', () => {
    const snippet = snippetOf(`alpha alpha alpha ${filler} alpha and beta ${filler} beta`, ['alpha', 'beta']);
    expect(snippet).toContain('alpha and beta');
    expect(snippet).toMatch(/^…\S.*\S…$/);
  });

  it('finds words whatever their case and accents', () => {
    expect(snippetOf(`${filler} Crème Brûlée ${filler}`, ['brulee'])).toContain('Crème Brûlée');
  });

  it.each([
    ['words', filler.repeat(5), ['amet']],
    ['one endless word', 'x'.repeat(5000), ['x'.repeat(5000)]],
    ['emoji', '🙂'.repeat(5000), ['x']],
    ['emoji after a space', ` a${'🙂'.repeat(5000)} zebra ${'🙂'.repeat(300)}`, ['zebra']],
  ])('stays within its length and whole characters: %s', (_name, text, terms) => {
    const snippet = snippetOf(text, terms);
    expect(snippet.length).toBeLessThanOrEqual(SNIPPET_LENGTH + 2);
    expect(Buffer.from(snippet).toString()).toBe(snippet);
  });
});
