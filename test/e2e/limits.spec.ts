import { IsString } from 'class-validator';
import { Prompt, Resource, Tool, Toolset } from '../../src/index.js';
import { combinations } from '../support/combinations.js';
import { refusalOf } from '../support/refusal.js';
import { serve } from '../support/serve.js';

class Words {
  @IsString() words!: string;
}

const LIMIT = { MAX_RESULT_BYTES: '1000' };
const tooLarge = expect.stringMatching(
  /^The result has \d+ bytes and the limit is 1000: ask for less, such as a narrower filter or a smaller page\.$/,
);

@Toolset()
class LongToolset {
  @Tool({ description: 'Long.' })
  text(): string {
    return 'ü'.repeat(500);
  }

  @Tool({ description: 'Long as text and as structured content together.', output: Words })
  structured(): Words {
    return { words: 'x'.repeat(600) };
  }

  @Tool({ description: 'Short enough.' })
  short(): string {
    return 'x'.repeat(900);
  }

  @Prompt({ description: 'Long.' })
  prompt(): string {
    return 'x'.repeat(1000);
  }

  @Resource({ uri: 'long://it', description: 'Long.' })
  resource(): string {
    return 'x'.repeat(1000);
  }
}

describe.each(combinations)('the limit of a result over $name', (combination) => {
  it.each(['text', 'structured'])('stops a tool in words that a model can act on: %s', async (tool) => {
    const { client } = await serve(LongToolset).settings(LIMIT).over(combination);

    const result = await client.call(tool);

    expect(result).toEqual({ content: [{ type: 'text', text: tooLarge }], isError: true });
  });

  it('lets through what fits', async () => {
    const { client } = await serve(LongToolset).settings(LIMIT).over(combination);

    const result = await client.call('short');

    expect(result).toEqual({ content: [{ type: 'text', text: 'x'.repeat(900) }] });
  });

  it('stops prompts and resources', async () => {
    const { client } = await serve(LongToolset).settings(LIMIT).over(combination);

    const refusals = [await refusalOf(client.prompt('prompt')), await refusalOf(client.read('long://it'))];

    expect(refusals).toEqual([
      { code: -32000, message: tooLarge },
      { code: -32000, message: tooLarge },
    ]);
  });
});
