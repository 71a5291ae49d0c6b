import { splitSections } from './section.splitter.js';

const outline = (text: string): string[] =>
  splitSections(text).map(({ level, heading, anchor }) => `${level} ${heading} #${anchor}`);

describe('splitSections', () => {
  it.each<[string, string, string[]]>([
    ['an empty page', '', []],
    ['white space only', ' \n\n', []],
    ['text without headings', 'Hello', ['0  #']],
    ['text before the first heading', 'Intro\n# A', ['0  #', '1 A #a']],
    ['headings of every level', '# A\n## B\n###### C', ['1 A #a', '2 B #b', '6 C #c']],
    ['seven marks, and marks without a space', '####### no\n#no\n#\tyes', ['0  #', '1 yes #yes']],
    ['closing marks', '## A ##\n## B #b\n## #', ['2 A #a', '2 B #b #b-b', '2  #']],
    ['up to three spaces before the marks', '   # A\n    # code', ['1 A #a']],
    ['Windows line breaks', '# A\r\ntext\r\n## B\r\n', ['1 A #a', '2 B #b']],
    ['a backtick fence', '# A\n```sh\n# no\n```\n# B', ['1 A #a', '1 B #b']],
    ['a tilde fence', '# A\n~~~\n# no\n~~~\n# B', ['1 A #a', '1 B #b']],
    ['a fence that only a longer one closes', '````\n# no\n```\n# no\n`````\n# B', ['0  #', '1 B #b']],
    ['a fence that the other marks do not close', '```\n~~~\n# no\n```\n# B', ['0  #', '1 B #b']],
    ['a fence that is not closed', '# A\n```\n# no\n', ['1 A #a']],
    ['closing marks with text behind them', '```\n``` no\n# no\n```\n# B', ['0  #', '1 B #b']],
    ['inline code with three backticks', '```not a fence```\n# A', ['0  #', '1 A #a']],
    ['an indented fence', '- item\n  ```\n# no\n  ```\n# B', ['0  #', '1 B #b']],
    ['Markdown in a heading', '# `run()` the *[guide](x.md)*', ['1 run() the guide #run-the-guide']],
    ['repeated headings', '# A\n# A\n# A-1\n# A', ['1 A #a', '1 A #a-1', '1 A-1 #a-1-1', '1 A #a-2']],
    ['other scripts', '# Grüße, Welt!\n# 日本 語', ['1 Grüße, Welt! #grüße-welt', '1 日本 語 #日本-語']],
    ['names of object members', '# constructor\n# __proto__', ['1 constructor #constructor', '1 __proto__ #__proto__']],
  ])('splits %s', (_name, text, expected) => {
    expect(outline(text)).toEqual(expected);
  });

  it('covers the whole text, each part once', () => {
    const text = 'Intro\n# A\nbody\n```\n# code\n```\n## B\r\nmore\n';
    const sections = splitSections(text);
    expect(sections.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text);
    expect(sections.map(({ bodyStart, end }) => text.slice(bodyStart, end))).toEqual([
      'Intro\n',
      'body\n```\n# code\n```\n',
      'more\n',
    ]);
  });

  it.each([
    ['brackets', `# ${'['.repeat(500_000)}`],
    ['number signs', `# ${'# '.repeat(250_000)}x`],
    ['backticks', '`'.repeat(1_000_000)],
    ['spaces', `#${' '.repeat(1_000_000)}x`],
    ['line breaks', '\n'.repeat(1_000_000)],
  ])('takes a page of %s in stride', (_name, text) => {
    const start = performance.now();
    splitSections(text);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
