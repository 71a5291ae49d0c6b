import { Expose, Type } from 'class-transformer';
import { IsOptional, IsString, MinLength, ValidateNested } from 'class-validator';
import { Sensitive } from '../../../src/index.js';
import { DtoContract } from '../../../src/mcp/catalog/schemas/dto/dto.contract.js';
import { sensitiveValues, withoutSensitive } from '../../../src/mcp/catalog/index.js';
import { canonicalJson } from '../../../src/mcp/common/canonical-json.js';

class Account {
  @IsString() user!: string;
  @Sensitive() @MinLength(8, { message: 'of $property: $value is too short' }) password!: string;
}

class Renamed extends Account {
  @Expose({ name: 'one-time-code' }) @Sensitive() @IsString() code!: string;
}

class Node {
  @Sensitive() @IsOptional() @IsString() secret?: string;
  @IsOptional() @ValidateNested() @Type(() => Node) next?: Node;
  @IsOptional() @ValidateNested({ each: true }) @Type(() => Node) children?: Node[];
  @IsOptional() @ValidateNested() @Type(() => Account) account?: Account;
}

class Whole {
  @Sensitive() @ValidateNested() @Type(() => Account) account!: Account;
  @Sensitive() @IsString({ each: true }) pins!: string[];
}

class Cat {
  readonly kind = 'cat';
  @Sensitive() @IsString() tag!: string;
}

class Dog {
  readonly kind = 'dog';
  @IsString() tag!: string;
}

class Owner {
  @ValidateNested()
  @Type(() => Object, {
    discriminator: {
      property: 'kind',
      subTypes: [
        { value: Cat, name: 'cat' },
        { value: Dog, name: 'dog' },
      ],
    },
    keepDiscriminatorProperty: true,
  })
  pet!: Cat | Dog;
}

class Plain {
  @IsString() text!: string;
}

describe('what @Sensitive hides', () => {
  it.each<[string, new () => object, unknown, unknown]>([
    ['a property', Account, { user: 'ann', password: 'hunter22' }, { user: 'ann', password: '[redacted]' }],
    [
      'one that is renamed, and inherited ones',
      Renamed,
      { user: 'ann', password: 'hunter22', 'one-time-code': '123' },
      { user: 'ann', password: '[redacted]', 'one-time-code': '[redacted]' },
    ],
    [
      'those of nested objects and lists, in a class that contains itself',
      Node,
      { secret: 'a', next: { next: { secret: 'b' } }, children: [{ secret: 'c' }, {}], account: { password: 'd' } },
      {
        secret: '[redacted]',
        next: { next: { secret: '[redacted]' } },
        children: [{ secret: '[redacted]' }, {}],
        account: { password: '[redacted]' },
      },
    ],
    [
      'whole objects and lists',
      Whole,
      { account: { user: 'x' }, pins: ['1'] },
      { account: '[redacted]', pins: '[redacted]' },
    ],
    [
      'those of any class that may be there',
      Owner,
      { pet: { kind: 'dog', tag: 'x' } },
      { pet: { kind: 'dog', tag: '[redacted]' } },
    ],
    ['nothing', Plain, { text: 'x', more: { password: 'y' } }, { text: 'x', more: { password: 'y' } }],
    ['what has another form than it should', Account, ['x', { password: { a: 1 } }], ['x', { password: '[redacted]' }]],
  ])('%s', (_what, type, input, expected) => {
    const { sensitivity } = new DtoContract(type);

    expect(withoutSensitive(input, sensitivity)).toEqual(expected);
  });

  it('can be listed', () => {
    const { sensitivity } = new DtoContract(Whole);

    expect(sensitiveValues({ account: { user: 'ann', age: 7, ok: true }, pins: ['1', '2'] }, sensitivity)).toEqual([
      'ann',
      '7',
      '1',
      '2',
    ]);
  });
});

describe('what is said of a sensitive value that is refused', () => {
  const issues = async (type: new () => object, input: unknown): Promise<unknown> => {
    const outcome = await new DtoContract(type).parse(input);
    return outcome.ok ? [] : outcome.issues;
  };

  it.each<[string, new () => object, unknown, unknown]>([
    [
      'the rule, without words of the team',
      Account,
      { user: 'ann', password: 'abc' },
      [{ path: 'password', message: 'is not accepted' }],
    ],
    [
      'nothing of names inside it',
      Whole,
      { account: { user: 'a', password: 'longenough', hunter2: 1 }, pins: [] },
      [{ path: 'account', message: 'is not accepted' }],
    ],
    [
      'nothing of what is inside it',
      Whole,
      { account: { user: 'a', password: 'abc' }, pins: [] },
      [{ path: 'account', message: 'is not accepted' }],
    ],
    [
      'its type',
      Account,
      { user: 'ann', password: 'longenough', more: 1 },
      [{ path: 'more', message: 'is not a known property' }],
    ],
  ])('%s', async (_what, type, input, expected) => {
    expect(await issues(type, input)).toEqual(expected);
  });
});

describe('canonical JSON (RFC 8785)', () => {
  it.each<[unknown, string]>([
    [{ b: 1, a: { d: [3, { y: 1, x: 2 }], c: null } }, '{"a":{"c":null,"d":[3,{"x":2,"y":1}]},"b":1}'],
    [{ '\u20ac': 1, '\r': 2, '1': 3, '\ud83d\ude00': 4, '\u00f6': 5 }, '{"\\r":2,"1":3,"ö":5,"€":1,"😀":4}'],
    [[56.0, 1e21, 1e-7, -0, 333333333.33333329], '[56,1e+21,1e-7,0,333333333.3333333]'],
    ['\u000f\n"\\/', '"\\u000f\\n\\"\\\\/"'],
    [{ a: undefined, b: [undefined] }, '{"b":[null]}'],
    [undefined, 'null'],
  ])('%j', (value, expected) => {
    expect(canonicalJson(value)).toBe(expected);
  });
});
