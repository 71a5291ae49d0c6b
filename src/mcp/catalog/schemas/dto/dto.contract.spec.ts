import 'reflect-metadata';
import { Expose, Transform, Type } from 'class-transformer';
import * as v from 'class-validator';
import { DtoContract } from './dto.contract.js';

enum Level {
  Low,
  High,
}

class Address {
  @v.IsString() @v.MinLength(2) street!: string;
}

class Line {
  @v.IsString() sku!: string;
  @v.IsInt() @v.Min(1) amount!: number;
}

class Order {
  @v.Matches(/^SO-\d{6}$/) number!: string;
  @v.ValidateNested() @Type(() => Address) address!: Address;
  @v.ValidateNested({ each: true }) @Type(() => Line) lines!: Line[];
  @v.IsOptional() @v.IsString({ each: true }) tags?: string[];
  @v.IsOptional() @v.IsEnum(Level) level?: Level;
  @v.IsOptional() @v.IsDate() @Type(() => Date) due?: Date;
  @v.IsOptional() @v.IsObject() extra?: object;
  total(): number {
    return this.lines.length;
  }
}

const contract = new DtoContract(Order);
const valid = { number: 'SO-000001', address: { street: 'Main' }, lines: [{ sku: 'a', amount: 1 }] };

const json = (text: string): unknown => JSON.parse(text) as unknown;

describe('a value that fits its class', () => {
  it('becomes an instance of it, with instances inside', async () => {
    const outcome = await contract.parse({ ...valid, due: '2026-01-31' });
    expect(outcome).toStrictEqual({
      ok: true,
      value: Object.assign(new Order(), {
        number: 'SO-000001',
        address: Object.assign(new Address(), { street: 'Main' }),
        lines: [Object.assign(new Line(), { sku: 'a', amount: 1 })],
        due: new Date('2026-01-31'),
      }),
    });
  });

  it('is taken as it is when it is an instance already', async () => {
    const line = Object.assign(new Line(), { sku: 'a', amount: 1 });
    const outcome = await new DtoContract(Line).parse(line);
    expect(outcome.ok && outcome.value).toBe(line);
  });

  it('may have fields of the class that nobody decorated', async () => {
    class Cached {
      private readonly cache = new Map<string, string>();
      @v.IsString() text!: string;
      size(): number {
        return this.cache.size;
      }
    }
    expect(await new DtoContract(Cached).parse({ text: 'a' })).toMatchObject({ ok: true, value: { text: 'a' } });
  });

  it('is not changed while it is read', async () => {
    class Cat {
      @v.IsInt() lives!: number;
    }
    class Owner {
      @v.ValidateNested()
      @Type(() => Object, { discriminator: { property: 'kind', subTypes: [{ name: 'cat', value: Cat }] } })
      pet!: Cat;
    }
    const owner = { pet: { kind: 'cat', lives: 9 } };
    await new DtoContract(Owner).parse(owner);
    expect(owner).toEqual({ pet: { kind: 'cat', lives: 9 } });
  });
});

describe('a value that breaks its class', () => {
  it.each<[string, unknown, [path: string, message: string][]]>([
    ['no object', 'text', [['', 'must be an object']]],
    ['null', null, [['', 'must be an object']]],
    ['a list', [valid], [['', 'must be an object']]],
    [
      'everything missing',
      {},
      [
        ['number', 'must match /^SO-\\d{6}$/ regular expression'],
        ['address', 'is required'],
        ['lines', 'is required'],
      ],
    ],
    [
      'every rule, everywhere',
      { number: 'x', address: { street: 1 }, lines: [valid.lines[0], { sku: 1, amount: 0 }], colour: 'red' },
      [
        ['colour', 'is not a known property'],
        ['number', 'must match /^SO-\\d{6}$/ regular expression'],
        ['address.street', 'must be longer than or equal to 2 characters'],
        ['address.street', 'must be a string'],
        ['lines.1.sku', 'must be a string'],
        ['lines.1.amount', 'must not be less than 1'],
      ],
    ],
    ['an object for a list', { ...valid, lines: { sku: 'a', amount: 1 } }, [['lines', 'must be an array']]],
    ['a single value for a list', { ...valid, tags: 'a' }, [['tags', 'must be an array']]],
    ['a list for an object', { ...valid, address: [{ street: 'Main' }] }, [['address', 'must be an object']]],
    ['a text for an object', { ...valid, address: 'Main' }, [['address', 'must be an object']]],
    ['null for an object', { ...valid, address: null }, [['address', 'must be an object']]],
    ['a list in a list', { ...valid, lines: [[valid.lines[0]]] }, [['lines.0', 'must be an object']]],
    ['the reverse name of a numeric enum', { ...valid, level: 'High' }, [['level', 'must be one of [0,1]']]],
    ['no date', { ...valid, due: 'soon' }, [['due', 'must be a date, such as 2026-01-31 or 2026-01-31T09:30:00Z']]],
    [
      'unknown properties inside',
      { ...valid, address: { street: 'Main', zip: 1 }, lines: [{ ...valid.lines[0], price: 1 }] },
      [
        ['address.zip', 'is not a known property'],
        ['lines.0.price', 'is not a known property'],
      ],
    ],
  ])('is told what is wrong: %s', async (_title, value, issues) => {
    expect(await contract.parse(value)).toEqual({
      ok: false,
      issues: issues.map(([path, message]) => ({ path, message })),
    });
  });

  it('is told under the names that clients use', async () => {
    class Renamed {
      @Expose({ name: 'order_number' }) @v.IsString() orderNumber!: string;
    }
    const renamed = new DtoContract(Renamed);
    expect([await renamed.parse({ order_number: 1 }), await renamed.parse({ orderNumber: 'a' })]).toEqual([
      { ok: false, issues: [{ path: 'order_number', message: 'must be a string' }] },
      {
        ok: false,
        issues: [
          { path: 'orderNumber', message: 'is not a known property' },
          { path: 'order_number', message: 'must be a string' },
        ],
      },
    ]);
  });

  it('is told of an unknown kind', async () => {
    class Cat {
      @v.IsInt() lives!: number;
    }
    class Owner {
      @v.ValidateNested()
      @Type(() => Object, { discriminator: { property: 'kind', subTypes: [{ name: 'cat', value: Cat }] } })
      pet!: Cat;
    }
    expect(await new DtoContract(Owner).parse({ pet: { kind: 'dog' } })).toEqual({
      ok: false,
      issues: [
        { path: 'pet.kind', message: 'must be one of ["cat"]' },
        { path: 'pet', message: 'is not an object of a known kind' },
      ],
    });
  });

  it('is refused by a rule without a message', async () => {
    class Even {
      @v.ValidateBy({ name: 'isEven', validator: { validate: (value) => Number(value) % 2 === 0 } }) amount!: number;
    }
    expect(await new DtoContract(Even).parse({ amount: 1 })).toEqual({
      ok: false,
      issues: [{ path: 'amount', message: 'breaks the rule isEven' }],
    });
  });

  it('is told of its types when a transformer stumbles over them', async () => {
    class Trimmed {
      @Transform(({ value }) => (value as string).trim()) @v.IsString() text!: string;
    }
    expect(await new DtoContract(Trimmed).parse({ text: 1 })).toEqual({
      ok: false,
      issues: [{ path: 'text', message: 'must be string' }],
    });
  });

  it('does not hide a transformer that fails over a right value', async () => {
    class Broken {
      @Transform(() => JSON.parse('{')) @v.IsString() text!: string;
    }
    const contract = new DtoContract(Broken);
    await expect(async () => contract.parse({ text: 'a' })).rejects.toThrow(SyntaxError);
  });
});

describe('row 24: hostile values', () => {
  it.each<[string, string, string[]]>([
    ['__proto__ at the root', '{"__proto__":{"polluted":1}}', ['__proto__']],
    ['constructor at the root', '{"constructor":{"prototype":{"polluted":1}}}', ['constructor']],
    ['toString at the root', '{"toString":"x"}', ['toString']],
    ['the name of a method', '{"total":1}', ['total']],
    ['__proto__ in a nested class', '{"address":{"street":"Main","__proto__":{"polluted":1}}}', ['address.__proto__']],
  ])('are named: %s', async (_title, text, paths) => {
    const hostile = { ...valid };
    for (const [key, value] of Object.entries(json(text) as object)) {
      Object.defineProperty(hostile, key, { value, enumerable: true });
    }
    expect(await contract.parse(hostile)).toEqual({
      ok: false,
      issues: paths.map((path) => ({ path, message: 'is not a known property' })),
    });
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('lose the keys of prototypes where any key is allowed', async () => {
    const extra = json('{"a":1,"constructor":"x","__proto__":{"polluted":1},"b":{"constructor":{"prototype":1}}}');
    const outcome = await contract.parse({ ...valid, extra });
    expect(outcome.ok && (outcome.value as Order).extra).toEqual({ a: 1, b: {} });
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('do not use up the stack', async () => {
    let extra: object = {};
    for (let depth = 0; depth < 100_000; depth += 1) extra = { extra };
    expect(await contract.parse({ ...valid, extra })).toEqual({
      ok: false,
      issues: [{ path: '', message: 'is nested too deeply' }],
    });
  });

  it('do not hold the process when they are long', async () => {
    const lines = Array.from({ length: 10_000 }, (_, index) => ({ sku: 'a', amount: index }));
    expect(await contract.parse({ ...valid, lines })).toEqual({
      ok: false,
      issues: [{ path: 'lines.0.amount', message: 'must not be less than 1' }],
    });
  });
});
