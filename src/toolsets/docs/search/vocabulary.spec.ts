import { Vocabulary } from './vocabulary.js';

function vocabularyOf(sections: readonly string[][]): Vocabulary {
  const vocabulary = new Vocabulary();
  for (const words of sections) vocabulary.add(new Set(words));
  return vocabulary;
}

describe('Vocabulary', () => {
  const many = Array.from({ length: 1000 }, (_, index) => (index < 301 ? ['the', 'a'] : ['rare']).concat(`w${index}`));

  it.each<[string, string[], string[]]>([
    ['leaves out words that are everywhere', ['the', 'w1', 'a'], ['w1']],
    ['keeps words that it does not know', ['the', 'new'], ['new']],
    ['keeps them when there are no others', ['the', 'a'], ['the', 'a']],
    ['has nothing to choose from', [], []],
  ])('%s', (_name, words, expected) => {
    expect(vocabularyOf(many).telling(words)).toEqual(expected);
  });

  it('keeps all words while there are few sections', () => {
    expect(vocabularyOf(many.slice(0, 999)).telling(['the', 'w1'])).toEqual(['the', 'w1']);
  });

  it('forgets words with the last section that has them', () => {
    const vocabulary = vocabularyOf([['one', 'two'], ['two']]);
    vocabulary.remove(new Set(['one', 'two']));
    expect([vocabulary.has('one'), vocabulary.has('two')]).toEqual([false, true]);
  });
});
