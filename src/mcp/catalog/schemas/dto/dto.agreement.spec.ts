import 'reflect-metadata';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { Type } from 'class-transformer';
import * as v from 'class-validator';
import fc from 'fast-check';
import { DtoContract } from './dto.contract.js';

enum Level {
  Low,
  High,
}

class Item {
  @v.IsString() @v.MinLength(1) @v.MaxLength(3) sku!: string;
  @v.Min(1) @v.IsInt() @v.Max(9) amount!: number;
}

class Everything {
  @v.IsString() text!: string;
  @v.IsNotEmpty() filled!: string;
  @v.Matches(/^[a-c]+$/) pattern!: string;
  @v.IsNumber() @v.IsPositive() positive!: number;
  @v.IsInt() @v.IsDivisibleBy(3) third!: number;
  @v.IsBoolean() flag!: boolean;
  @v.IsEnum(Level) level!: Level;
  @v.IsIn(['x', 'y']) choice!: string;
  @v.Allow() anything!: string;
  @v.ValidateNested() @Type(() => Item) item!: Item;
  @v.ArrayMaxSize(2) @v.ValidateNested({ each: true }) @Type(() => Item) items!: Item[];
  @v.ArrayMinSize(1) @v.ArrayUnique() @v.IsString({ each: true }) tags!: string[];
  @v.IsOptional() @v.IsObject() free?: object;
  @v.IsInt() size = 3;
}

const item = { sku: fc.constantFrom('a', 'abc', '', 'abcd', '𝄞𝄞𝄞'), amount: fc.constantFrom(1, 9, 0, 10, 1.5) };

/** Right or nearly right values for each property. */
const likely = {
  text: fc.string(),
  filled: fc.constantFrom('a', ''),
  pattern: fc.constantFrom('abc', 'abd', ''),
  positive: fc.constantFrom(0.5, 1, 0, -1),
  third: fc.constantFrom(0, 3, -6, 4, 1.5),
  flag: fc.boolean(),
  level: fc.constantFrom(0, 1, 2, 'Low'),
  choice: fc.constantFrom('x', 'y', 'z'),
  anything: fc.string(),
  item: fc.record(item),
  items: fc.array(fc.record(item), { maxLength: 3 }),
  tags: fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 3 }),
  free: fc.constantFrom({}, { a: 1 }),
  size: fc.constantFrom(1, 1.5),
};

// class-validator takes null for an optional property; the schema asks for it to be left out.
const wrong = fc.constantFrom<unknown>('', 'text', 0, 1, true, false, [], ['a'], [[]], {}, { sku: 'a', amount: 1 });

const mutation = fc.record({
  key: fc.constantFrom(...Object.keys(likely), 'unknown', 'toString', 'constructor'),
  value: fc.option(wrong, { nil: undefined }),
});

const valid = {
  ...{ text: '', filled: 'a', pattern: 'a', positive: 1, third: 3, flag: true, level: 1, choice: 'x', anything: 'a' },
  ...{ item: { sku: 'a', amount: 1 }, items: [], tags: ['a'] },
};

describe('a schema and the check behind it', () => {
  const contract = new DtoContract(Everything);
  const accepts = new Ajv2020({ strict: true }).compile(contract.schema);

  async function agree(value: unknown): Promise<void> {
    const outcome = await contract.parse(value);
    expect({ value, accepted: outcome.ok }).toEqual({ value, accepted: accepts(value) });
  }

  it('agree on a valid value', async () => {
    expect([await contract.parse(valid), accepts(valid)]).toMatchObject([{ ok: true }, true]);
  });

  it('agree on any object of likely values', async () => {
    await fc.assert(fc.asyncProperty(fc.record(likely), agree), { numRuns: 300 });
  });

  it('agree on a valid value with one or two things changed, added or left out', async () => {
    const changed = fc.array(mutation, { minLength: 1, maxLength: 2 }).map((changes) => {
      const value: Record<string, unknown> = { ...valid };
      for (const change of changes) {
        if (change.value === undefined) delete value[change.key];
        else Object.defineProperty(value, change.key, { value: change.value, enumerable: true, configurable: true });
      }
      return value;
    });
    await fc.assert(fc.asyncProperty(changed, agree), { numRuns: 600 });
  });

  it('agree on arbitrary JSON, and never throw', async () => {
    await fc.assert(fc.asyncProperty(fc.jsonValue(), agree), { numRuns: 300 });
  });
});

describe('what model vendors refuse', () => {
  it('is in no schema', () => {
    const text = JSON.stringify(new DtoContract(Everything).schema);
    const refused = ['nullable', '$ref', '$defs', '"enum":[]', '"not"', '"allOf"', '"oneOf"', '"const"'];
    expect(refused.filter((keyword) => text.includes(keyword))).toEqual([]);
  });

  it('is no keyword without a value', () => {
    const { schema } = new DtoContract(Everything);
    expect(schema).toStrictEqual(JSON.parse(JSON.stringify(schema)));
  });
});
