import { ResourceTemplate, Toolset } from '../../../src/index.js';
import { combinations, httpModern, stdioLegacy } from '../../support/combinations.js';
import { refusalOf } from '../../support/refusal.js';
import { serve } from '../../support/serve.js';

const LIMIT_MS = 50;
/** The longest URI that is matched against templates at all. */
const LONGEST = 8192;
const LENGTHS = [50, 100, 200, 400, 800, 1600, 3200, LONGEST - 4];
const ANY = { type: 'object' } as const;

const templates = [
  't://{a}',
  't://{a}/end',
  't://{+a}/end',
  't://{#a}/end',
  't://{.a}/end',
  't://{/a}/end',
  't://x{?a,b}/end',
  't://x{?a}{&b}/end',
  't://{a*}/end',
  't://{+a*}/end',
  't://{/a*}/end',
  't://{.a*}/end',
  't://{?a*}/end',
  't://{a*}{b*}/end',
  't://{/a*}{/b*}{/c*}/end',
  't://{a}-{b}/end',
  't://{a}{b}/end',
  't://{+a}/{+b}/end',
  't://{a}-{b}-{c}/end',
  't://{a}{b}{c}/end',
  't://{a*},{b*},{c*}/end',
  't://{+a}/{+b}/{+c}/end',
  't://{+a}{+b}{+c}{+d}/end',
  't://{+a}{b*}{+c}{d*}/end',
];

const parts = [',', 'a', 'a,', '/', '/a', '-', '.', '.a', '%2C', '?a=b&', '&b=c', 'ü'];

function toolsetWith(uriTemplate: string): new () => object {
  @Toolset()
  class TemplatesToolset {
    @ResourceTemplate({ uriTemplate, description: 'Whatever.', input: ANY })
    template(_input: unknown): string {
      return 'read';
    }
  }
  return TemplatesToolset;
}

const uriOf = (part: string, length: number): string => `t://${part.repeat(length / part.length)}`;

/** The first time that is short enough, or the best of three: what else the machine does is left out. */
async function fastest(act: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  while (times.length < 3 && (times.at(-1) ?? LIMIT_MS) >= LIMIT_MS) {
    const start = performance.now();
    await act();
    times.push(performance.now() - start);
  }
  return Math.min(...times);
}

describe('row 27: a URI cannot make a template take long', () => {
  it.each(combinations)('100 kB of commas over $name', async (combination) => {
    const { client, url } = await serve(toolsetWith('t://{a*}{b*}/end')).over(combination);
    const uri = uriOf(',', 100_000);

    const [refusal, ms] = [await refusalOf(client.read(uri)), await fastest(() => refusalOf(client.read(uri)))];

    // A client of the modern revision over HTTP names the URI in a header, too, which is cut off before (row 31).
    const tooLong = { code: -32602, message: `params.uri is longer than ${LONGEST} characters` };
    expect(refusal).toMatchObject(combination.era === 'modern' && url !== '' ? { data: { status: 431 } } : tooLong);
    expect(ms).toBeLessThan(LIMIT_MS);
  });

  it.each(templates)('%s and the longest URI that is looked at, of every kind', async (template) => {
    const { client } = await serve(toolsetWith(template)).over(stdioLegacy);

    const slow: [string, number][] = [];
    for (const part of parts) {
      // Step by step: a URI that takes minutes would take them from every other test, too.
      for (const length of LENGTHS) {
        const ms = await fastest(() => client.read(uriOf(part, length)).catch(() => undefined));
        if (ms < LIMIT_MS) continue;
        slow.push([part, length]);
        break;
      }
    }

    expect(slow).toEqual([]);
  });

  it('what subscriptions and completions name is held to the same', async () => {
    const { client } = await serve(toolsetWith('t://{a*}{b*}/end')).over(stdioLegacy);
    const uri = uriOf(',', 100_000);
    const argument = { name: 'a', value: '' };

    const times = [
      await fastest(() => refusalOf(client.follow(uri))),
      await fastest(() => refusalOf(client.complete({ type: 'ref/resource', uri }, argument))),
    ];

    expect(Math.max(...times)).toBeLessThan(LIMIT_MS);
  });

  it('subscriptions of the modern revision are held to the same', async () => {
    const { client } = await serve(toolsetWith('t://{a*}{b*}/end')).over(httpModern);

    expect(await fastest(() => client.follow(uriOf(',', 100_000)).catch(() => undefined))).toBeLessThan(LIMIT_MS);
  });
});
