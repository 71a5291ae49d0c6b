import 'reflect-metadata';
import type { Type as Class } from '@nestjs/common';
import { Exclude, Expose, Type } from 'class-transformer';
import * as v from 'class-validator';
import { Describe } from '../../../contract/property.decorators.js';
import { dtoSchema } from './dto-schema.js';

class Address {
  @Describe('Street and number') @v.IsString() street!: string;
  @v.IsOptional() @v.IsString() city?: string;
}

const address = {
  type: 'object',
  properties: { street: { type: 'string', description: 'Street and number' }, city: { type: 'string' } },
  required: ['street'],
  additionalProperties: false,
};

function objectOf(properties: Record<string, unknown>, required = Object.keys(properties)): object {
  return { type: 'object', properties, ...(required.length > 0 && { required }), additionalProperties: false };
}

describe('nested classes', () => {
  it('are written in place, as often as they occur', () => {
    class Order {
      @v.ValidateNested() @Type(() => Address) from!: Address;
      @Describe('Where it goes') @v.ValidateNested() @Type(() => Address) to!: Address;
      @v.ArrayMinSize(1) @v.ValidateNested({ each: true }) @Type(() => Address) more!: Address[];
    }
    expect(dtoSchema(Order)).toEqual(
      objectOf({
        from: address,
        to: { ...address, description: 'Where it goes' },
        more: { type: 'array', minItems: 1, items: address },
      }),
    );
  });

  it('go to $defs when they contain themselves', () => {
    class Leaf {
      @v.IsString() label!: string;
      @v.IsOptional() @v.ValidateNested({ each: true }) @Type(() => Leaf) children?: Leaf[];
    }
    class Tree {
      @v.ValidateNested() @Type(() => Leaf) root!: Leaf;
    }
    const leaf = objectOf({ label: { type: 'string' }, children: { type: 'array', items: { $ref: '#/$defs/Leaf' } } }, [
      'label',
    ]);
    expect([dtoSchema(Leaf), dtoSchema(Tree)]).toEqual([
      { ...leaf, $defs: { Leaf: leaf } },
      { ...objectOf({ root: { $ref: '#/$defs/Leaf' } }), $defs: { Leaf: leaf } },
    ]);
  });

  it('keep apart when two have the same name', () => {
    const named = (name: string, property: string): Class => {
      class Twin {}
      Object.defineProperty(Twin, 'name', { value: name });
      Reflect.decorate([v.IsOptional(), v.ValidateNested(), Type(() => Twin)], Twin.prototype, property);
      return Twin;
    };
    const [first, second, third] = [named('Twin2', 'a'), named('Twin', 'b'), named('Twin', 'c')];
    class Root {
      @v.ValidateNested() @Type(() => first) first!: object;
      @v.ValidateNested() @Type(() => second) second!: object;
      @v.ValidateNested() @Type(() => third) third!: object;
    }
    const self = (property: string, name: string): object => objectOf({ [property]: { $ref: `#/$defs/${name}` } }, []);
    expect(dtoSchema(Root)).toEqual({
      ...objectOf({
        first: { $ref: '#/$defs/Twin2' },
        second: { $ref: '#/$defs/Twin' },
        third: { $ref: '#/$defs/Twin3' },
      }),
      $defs: { Twin2: self('a', 'Twin2'), Twin: self('b', 'Twin'), Twin3: self('c', 'Twin3') },
    });
  });

  it('stay small when many refer to each other', () => {
    const classes = Array.from({ length: 12 }, (_, index) => ({ [`C${index}`]: class {} })[`C${index}`]!);
    for (const type of classes) {
      for (const [index, other] of classes.entries()) {
        Reflect.decorate([v.IsOptional(), v.ValidateNested(), Type(() => other)], type.prototype, `c${index}`);
      }
    }
    expect(Object.keys(dtoSchema(classes[0]!)['$defs'] as object)).toHaveLength(12);
  });

  it('may be several, which a discriminator tells apart', () => {
    class Cat {
      @v.IsInt() lives!: number;
    }
    class Dog {
      @v.IsBoolean() barks!: boolean;
    }
    class Owner {
      @v.ValidateNested()
      @Type(() => Object, {
        discriminator: {
          property: 'kind',
          subTypes: [
            { name: 'cat', value: Cat },
            { name: 'dog', value: Dog },
          ],
        },
      })
      pet!: Cat | Dog;
    }
    expect(dtoSchema(Owner)).toEqual(
      objectOf({
        pet: {
          anyOf: [
            objectOf({ lives: { type: 'integer' }, kind: { type: 'string', enum: ['cat'] } }, ['kind', 'lives']),
            objectOf({ barks: { type: 'boolean' }, kind: { type: 'string', enum: ['dog'] } }, ['kind', 'barks']),
          ],
        },
      }),
    );
  });
});

describe('inheritance', () => {
  class Base {
    @Describe('The number') @v.IsInt() id!: number;
    @v.IsString() note!: string;
  }

  it('adds to and replaces what the base class says', () => {
    class Derived extends Base {
      @Describe('Own') @v.IsBoolean() own!: boolean;
    }
    Reflect.decorate([v.IsOptional(), v.IsString(), v.MaxLength(5)], Derived.prototype, 'note');
    expect(dtoSchema(Derived)).toEqual(
      objectOf(
        {
          own: { type: 'boolean', description: 'Own' },
          note: { type: 'string', maxLength: 5 },
          id: { type: 'integer', description: 'The number' },
        },
        ['own', 'id'],
      ),
    );
  });

  it('works through a class without a name and a class without properties of its own', () => {
    const mixin = (base: typeof Base): typeof Base => class extends base {};
    class Derived extends mixin(Base) {}
    expect(dtoSchema(Derived)).toEqual(
      objectOf({ id: { type: 'integer', description: 'The number' }, note: { type: 'string' } }),
    );
  });

  it('finds types and descriptions behind a mapped type, which copies the rules only', () => {
    class Create {
      @Describe('How many') @v.Min(1) amount!: number;
      @v.IsNotEmpty() name!: string;
    }
    class Partial {}
    const storage = v.getMetadataStorage();
    for (const metadata of storage.getTargetValidationMetadatas(Create, '', true, false)) {
      storage.addValidationMetadata({ ...metadata, target: Partial });
      v.IsOptional()(Partial.prototype, metadata.propertyName);
    }
    class Update extends Partial {}
    expect(dtoSchema(Update)).toEqual(
      objectOf(
        { amount: { type: 'number', minimum: 1, description: 'How many' }, name: { type: 'string', minLength: 1 } },
        [],
      ),
    );
  });
});

describe('defaults and names', () => {
  it('shows initialisers as defaults and does not require them', () => {
    class Page {
      @v.IsInt() size = 10;
      @v.IsArray() @v.IsString({ each: true }) tags: string[] = [];
      @v.IsOptional() @v.IsDate() @Type(() => Date) since?: Date = new Date(0);
      @v.IsString() query!: string;
      readonly cache = new Map<string, string>();
    }
    expect(dtoSchema(Page)).toEqual(
      objectOf(
        {
          size: { type: 'integer', default: 10 },
          tags: { type: 'array', items: { type: 'string' }, default: [] },
          since: { type: 'string', format: 'date-time', default: '1970-01-01T00:00:00.000Z' },
          query: { type: 'string' },
        },
        ['query'],
      ),
    );
  });

  it('shows an input under the names that class-transformer reads, and an output as it will be sent', () => {
    class Order {
      @Describe('Printed') @Expose({ name: 'order_number' }) @v.IsString() orderNumber!: string;
      @Exclude() @v.IsString() secret!: string;
    }
    const number = { type: 'string', description: 'Printed' };
    expect([dtoSchema(Order), dtoSchema(Order, 'output')]).toEqual([
      objectOf({ order_number: number }),
      objectOf({ orderNumber: number }),
    ]);
  });

  it('describes a getter and an accessor that carry rules', () => {
    class Total {
      @v.IsInt() get sum(): number {
        return 1;
      }
    }
    expect(dtoSchema(Total, 'output')).toEqual(objectOf({ sum: { type: 'integer' } }));
  });
});
