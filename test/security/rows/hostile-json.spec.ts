import { IsObject } from 'class-validator';
import { Tool, Toolset } from '../../../src/index.js';
import { combinations, type Combination } from '../../support/combinations.js';
import { connectRaw } from './support/raw-lines.js';
import { serve } from '../../support/serve.js';

class Anything {
  @IsObject() value!: Record<string, unknown>;
}

let received: unknown[] = [];

@Toolset()
class KeepToolset {
  @Tool({ description: 'Takes a class.', name: 'keep' })
  keep(input: Anything): string {
    received.push(input);
    return 'kept';
  }

  @Tool({ description: 'Takes JSON.', name: 'keep_json', input: { type: 'object' } })
  keepJson(input: object): string {
    received.push(input);
    return 'kept';
  }
}

const POLLUTED = '{"polluted":true}';
const hostile: readonly [string, string][] = [
  ['__proto__', `{"value":{},"__proto__":${POLLUTED}}`],
  ['__proto__ inside', `{"value":{"a":[{"__proto__":${POLLUTED}}]}}`],
  ['an escaped __proto__', String.raw`{"value":{"\u005f\u005fproto\u005f_":${POLLUTED}}}`],
  ['constructor.prototype', `{"value":{},"constructor":{"prototype":${POLLUTED}}}`],
  ['constructor.prototype inside', `{"value":{"a":{"constructor":{"prototype":${POLLUTED}}}}}`],
  ['an escaped constructor.prototype', String.raw`{"value":{"\u0063onstructor":{"pr\u006ftotype":${POLLUTED}}}}`],
];

const nested = (levels: number): string => `{"value":${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}}`;

interface Refused {
  readonly error?: { readonly code: number };
}

async function ask(combination: Combination, tool: string, args: string): Promise<[Refused, Refused]> {
  received = [];
  const { app, url } = await serve(KeepToolset).over(combination);
  const raw = await connectRaw(app, url, combination);
  try {
    return [await raw.call(tool, args), await raw.call('keep', '{"value":{"sound":1}}')];
  } finally {
    await raw.close();
  }
}

const matrix = ['keep', 'keep_json'].flatMap((tool) => hostile.map(([name, args]) => [name, tool, args] as const));

describe.each(combinations)('over $name', (combination) => {
  it.each(matrix)('row 24: %s in the arguments of %s is refused and has no effect', async (_what, tool, args) => {
    const [refused, sound] = await ask(combination, tool, args);

    expect([refused.error?.code, sound.error]).toEqual([-32602, undefined]);
    expect(received).toHaveLength(1);
    expect([({} as Record<string, unknown>)['polluted'], Object.prototype.hasOwnProperty('polluted')]).toEqual([
      undefined,
      false,
    ]);
  });

  it.each([100, 5000, 100_000])(
    'row 23: %d levels of arguments → -32602, and the next call is answered',
    async (levels) => {
      const [refused, sound] = await ask(combination, 'keep_json', nested(levels));

      expect([refused.error?.code, sound.error, received.length]).toEqual([-32602, undefined, 1]);
    },
  );

  it.each(['"Method"', '"METHOD"', '"method "', '"JsonRpc":"2.0","Method"'])(
    'row 26: a member %s in place of "method" → -32600',
    async (member) => {
      received = [];
      const { app, url } = await serve(KeepToolset).over(combination);
      const raw = await connectRaw(app, url, combination);

      const { error } = await raw.call('keep', '{"value":{}}', member);
      await raw.close();

      expect([error?.code, received]).toEqual([-32600, []]);
    },
  );
});
