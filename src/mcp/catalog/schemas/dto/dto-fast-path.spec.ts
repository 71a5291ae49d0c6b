import 'reflect-metadata';
import { Exclude, Expose, Transform, Type } from 'class-transformer';
import * as v from 'class-validator';
import fc from 'fast-check';
import { Sensitive } from '../../../contract/property.decorators.js';
import { fastPathOf } from './dto-fast-path.js';
import { DtoContract } from './dto.contract.js';

enum Level {
  Low,
  High,
}

class Texts {
  @v.IsString() @v.MinLength(2) @v.MaxLength(4) text!: string;
  @v.Matches(/^.{1,3}$/) pattern!: string;
  @v.IsOptional() @v.IsEmail() mail?: string;
  @v.IsNotEmpty() filled!: string;
}

class Numbers {
  @v.IsInt() @v.Min(-1) @v.Max(9) whole!: number;
  @v.IsNumber() @v.IsPositive() positive!: number;
  @v.IsNumber({ allowNaN: true, allowInfinity: true }) loose!: number;
  @v.IsDivisibleBy(3) third!: number;
}

class Choices {
  @v.IsEnum(Level) level!: Level;
  @v.IsIn(['a', 'b', 1]) choice!: string;
  @v.Equals(0) zero!: number;
  @v.IsOptional() @v.IsBoolean() flag?: boolean;
  @v.Allow() anything!: unknown;
}

class Lists {
  @v.IsArray() @v.IsString({ each: true }) @v.ArrayMaxSize(3) tags!: string[];
  @v.IsOptional() @v.IsInt({ each: true }) @v.ArrayUnique() ids?: number[];
  @v.IsOptional() @v.IsArray() mixed?: unknown[];
}

class Defaults {
  @v.IsInt() size = 3;
  @v.IsString({ each: true }) tags: string[] = ['a'];
  @v.IsOptional() @v.IsString() note?: string = 'none';
  /** A default that breaks its own rule. */
  @v.IsOptional() @v.Max(1) broken = 2;
  private readonly cache = new Map<string, string>();
  seen(): number {
    return this.cache.size;
  }
}

class Base {
  @v.IsString() name!: string;
  @v.IsDefined() @v.IsNumber() amount!: number;
}

class Derived extends Base {
  @v.IsOptional() @v.ValidateIf(({ name }: Derived) => name === 'a') @v.IsInt() extra?: number;
  @v.IsString({ validateIf: (_object, value) => value !== 7 }) maybe!: string;
  @v.IsString({ groups: ['late'], always: true }) grouped!: string;
}

const SHAPES = [Texts, Numbers, Choices, Lists, Defaults, Derived];

const texts = fc.constantFrom(
  '',
  'a',
  'b',
  'ab',
  'abcd',
  'abcde',
  'a@b.de',
  '5',
  '𝄞',
  '\uD834',
  'a\uFE0F\uFE0F',
  '☎️☎️',
);
const numbers = fc.constantFrom(0, -0, 1, -1, 3, 9, 10, 1.5, 7, 1e308, 2 ** 53 + 2, NaN, Infinity);
const others = fc.constantFrom<unknown>(
  true,
  false,
  null,
  undefined,
  {},
  new Date(0),
  1n,
  new String('ab'),
  () => 'ab',
);
const member = fc.oneof({ weight: 4, arbitrary: texts }, { weight: 4, arbitrary: numbers }, others);
const lists = fc.oneof(
  fc.array(member, { maxLength: 4 }),
  fc.array(texts, { maxLength: 4 }),
  fc.array(numbers, { maxLength: 4 }),
  fc.sparseArray(texts, { maxLength: 4 }),
);

/** A value of the right kind for most properties of a class, with some changed, added or left out. */
function inputsOf(Shape: new () => object): fc.Arbitrary<object> {
  const { properties } = new DtoContract(Shape).schema as {
    properties: Record<string, { type?: string; enum?: unknown[] }>;
  };
  const likely = Object.entries(properties).map(([name, { type, enum: choices }]) => {
    const fitting = choices
      ? fc.constantFrom(...choices)
      : ({ string: texts, number: numbers, integer: numbers, array: lists }[type ?? ''] ?? member);
    return [
      name,
      fc.oneof({ weight: 9, arbitrary: fitting }, { weight: 1, arbitrary: fc.oneof(member, lists) }),
    ] as const;
  });
  const known = fc.record(Object.fromEntries(likely), { requiredKeys: [], noNullPrototype: false });
  const names = fc.constantFrom('other', 'toString', 'constructor', '__proto__', 'seen', 'cache');
  const unknown = fc.oneof(
    { weight: 5, arbitrary: fc.constant([]) },
    fc.array(fc.tuple(names, member), { maxLength: 1 }),
  );
  return fc.tuple(known, unknown).map(([value, extra]) => {
    for (const [key, inner] of extra) {
      Object.defineProperty(value, key, { value: inner, enumerable: true, configurable: true, writable: true });
    }
    return value;
  });
}

/** What a check gives, or the error of a rule: that of `@IsEmail` stumbles over half a surrogate pair. */
function ending(check: () => unknown): unknown {
  try {
    return { outcome: check() };
  } catch (error) {
    return { error };
  }
}

describe.each(SHAPES.map((Shape) => [Shape.name, Shape] as const))('the fast path of %s', (_name, Shape) => {
  it.each([false, true])(
    'gives what class-transformer and class-validator give (strings converted: %s)',
    (convertStrings) => {
      const contract = new DtoContract(Shape, { convertStrings });
      const fast = fastPathOf(Shape, contract.schema);
      let accepted = 0;
      fc.assert(
        fc.property(inputsOf(Shape), (input) => {
          expect(ending(() => contract.parse(input))).toStrictEqual(ending(() => contract.parseByClass(input)));
          if (fast?.(input)) accepted += 1;
        }),
        { numRuns: 400 },
      );
      expect(accepted).toBeGreaterThan(0);
    },
  );
});

describe('an input that is no plain object', () => {
  class Named {
    @v.IsString() text!: string;
  }
  const contract = new DtoContract(Named);
  const inherited = Object.create(Object.create(null, { text: { value: 'a', enumerable: true } })) as object;
  class Twice {
    private reads = 0;
    get text(): unknown {
      return this.reads++ === 0 ? 'a' : 1;
    }
  }
  const unsteady = Object.defineProperty({}, 'text', {
    enumerable: true,
    get: (
      (reads = 0) =>
      (): unknown =>
        reads++ === 0 ? 'a' : 1
    )(),
  });

  it.each([
    ['an object without a prototype', Object.assign(Object.create(null) as object, { text: 'a' }), true],
    ['inherited members', inherited, false],
    ['an instance of another class', new Twice(), false],
    ['a getter that changes its mind', unsteady, true],
  ])('is read once and as it is: %s', (_title, input, ok) => {
    expect(contract.parse(input)).toMatchObject({ ok });
  });
});

describe('a class that needs more than its rules', () => {
  class Typed {
    @v.IsString() @Type(() => String) a!: string;
  }
  class Transformed {
    @v.IsString() @Transform(({ value }) => `${value}!`) a!: string;
  }
  class Exposed {
    @v.IsString() @Expose({ name: 'b' }) a!: string;
  }
  class Excluded {
    @v.IsString() a!: string;
    @v.IsString() @Exclude() b = 'b';
  }
  @Exclude()
  class Closed {
    @v.IsString() @Expose() a!: string;
  }
  class Nested {
    @v.ValidateNested() @Type(() => Typed) a!: Typed;
  }
  class Own {
    @v.ValidateBy({ name: 'own', validator: { validate: () => true } }) a!: string;
  }
  class Secret {
    @Sensitive() @v.IsString() a!: string;
  }
  class Accessor {
    #a = '';
    @v.IsString() get a(): string {
      return this.#a;
    }
    set a(value: string) {
      this.#a = value.trim();
    }
  }
  class Inherited extends Typed {}

  it.each([Typed, Transformed, Exposed, Excluded, Closed, Nested, Own, Secret, Accessor, Inherited])(
    'has none: %p',
    (Shape) => {
      expect(fastPathOf(Shape, new DtoContract(Shape).schema)).toBeUndefined();
    },
  );
});

describe('a rule that has the name of another', () => {
  it('decides for itself', () => {
    class Spoofed {
      @v.ValidateBy({ name: 'isString', validator: { validate: (value) => value === 'yes' } }) a!: string;
    }
    const contract = new DtoContract(Spoofed);
    expect([contract.parse({ a: 'yes' }), contract.parse({ a: 'no' })]).toMatchObject([{ ok: true }, { ok: false }]);
  });
});
