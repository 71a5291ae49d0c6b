import { markdownOf, parsePage, sectionOf } from './page.parser.js';

describe('parsePage', () => {
  it.each<[string, string, string]>([
    ['the front matter', '---\ntitle: From above\n---\n# Heading', 'From above'],
    ['the front matter, quoted', '---\ntags: [a]\ntitle: "Quoted: yes"\n---\n', 'Quoted: yes'],
    ['the front matter with Windows line breaks', '---\r\ntitle: Above\r\n---\r\n# H', 'Above'],
    ['the first heading of level 1', 'Text\n## Two\n# One\n# Other', 'One'],
    ['the heading when the front matter has no title', '---\ntitle:\nother: x\n---\n# One', 'One'],
    ['the heading when the front matter never ends', '---\ntitle: No\n# One', 'One'],
    ['the heading when the rule is not at the beginning', '\n---\ntitle: No\n---\n# One', 'One'],
    ['the file name', 'Text', 'set-up'],
  ])('takes the title from %s', (_name, text, title) => {
    expect(parsePage('guides/set-up.md', text).title).toBe(title);
  });

  it('leaves the front matter out of the sections', () => {
    const page = parsePage('a.md', '---\n# comment\ntitle: T\n---\nIntro\n');
    expect(page.sections.map((section) => markdownOf(page, section))).toEqual(['Intro']);
  });
});

describe('a section of a page', () => {
  const page = parsePage('a.md', 'Intro\n# Guide\n## Install\nA\n### On Linux\nB\n## Use it\nC\n## Install\nD\n');

  it.each<[string, string | undefined]>([
    ['install', '## Install\nA\n### On Linux\nB'],
    ['#install', '## Install\nA\n### On Linux\nB'],
    ['INSTALL', '## Install\nA\n### On Linux\nB'],
    ['install-1', '## Install\nD'],
    ['On Linux', '### On Linux\nB'],
    ['## Use it', '## Use it\nC'],
    ['missing', undefined],
    ['', undefined],
    ['#', undefined],
  ])('is found by %p with all that is subordinate to it', (name, markdown) => {
    const section = sectionOf(page, name);
    expect(section && markdownOf(page, section)).toBe(markdown);
  });
});
