import { ResourceTemplate, Toolset } from '../../../src/index.js';
import { combinations, httpModern, stdioLegacy } from '../../support/combinations.js';
import { refusalOf } from '../../support/refusal.js';
import { serve } from '../../support/serve.js';

const LIMIT_MS = 50;
/** The longest URI that is matched against templates at all. */
const LONGEST = 8192;
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

/** The best of three, so that what else the machine does is left out. */
async function fastest(act: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  while (times.length < 3 && (times[0] ?? 0) < 1000) {
    const start = performance.now();
    await act();
    times.push(performance.now() - start);
  }
  return Math.min(...times);
}

describe('row 27: a URI cannot make a template take long', () => {
  it.each(combinations)('100 kB of commas over $name', async (combination) => {
    const { client } = await serve(toolsetWith('t://{a*}{b*}/end')).over(combination);
    const uri = uriOf(',', 100_000);

    const [refusal, ms] = [await refusalOf(client.read(uri)), await fastest(() => refusalOf(client.read(uri)))];

    expect(refusal).toEqual({ code: -32602, message: `params.uri is longer than ${LONGEST} characters` });
    expect(ms).toBeLessThan(LIMIT_MS);
  });

  it.each(templates)('%s and the longest URI that is looked at, of every kind', async (template) => {
    const { client } = await serve(toolsetWith(template)).over(stdioLegacy);

    const slow: [string, number][] = [];
    for (const part of parts) {
      // One that takes minutes would take them for every other test, too: a short one shows how it grows.
      const short = await fastest(() => refusalOf(client.read(uriOf(part, 400))).catch(() => undefined));
      const ms =
        short > LIMIT_MS / 2
          ? Infinity
          : await fastest(() => client.read(uriOf(part, LONGEST - 4)).catch(() => undefined));
      if (ms >= LIMIT_MS) slow.push([part, ms]);
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
