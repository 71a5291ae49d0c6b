import 'reflect-metadata';
import type { Type as Class } from '@nestjs/common';
import { Transform, Type } from 'class-transformer';
import * as v from 'class-validator';
import { Describe } from '../../../contract/property.decorators.js';
import { dtoSchema } from './dto-schema.js';
import { SchemaFault } from '../schema-contract.interface.js';

class Inner {
  @v.IsString() text!: string;
}

class NoList {
  @v.ValidateNested({ each: true }) items!: Inner[];
}

class NoType {
  @v.ValidateNested() inner!: Inner;
}

class NoTypeOfInterface {
  @v.ValidateNested() inner!: { text: string };
}

class Weird {
  @v.Allow() bytes!: Uint8Array;
}

class NothingChecked {
  @Describe('Never checked') free!: string;
  @v.IsString() text!: string;
}

class Plain {
  text!: string;
}

class Choosy {
  @v.IsIn([]) value!: string;
}

class Needy {
  @v.IsString() text: string;
  constructor(source: { text: string }) {
    this.text = source.text;
  }
}

class BigDefault {
  @v.Allow() size: unknown = 1n;
}

class EndlessDefault {
  @v.IsNumber() size = Infinity;
}

class UnreadDate {
  @v.IsDate() at!: Date;
}

describe('classes that cannot be expressed', () => {
  it.each<[string, Class, string]>([
    [
      'a list of unknown class',
      NoList,
      'NoList.items is an array of objects whose class is not known: add @Type(() => ItemClass)',
    ],
    [
      'a nested class without @Type',
      NoType,
      'NoType.inner is a nested object: add @Type(() => Inner) beside @ValidateNested()',
    ],
    [
      'a nested interface',
      NoTypeOfInterface,
      'NoTypeOfInterface.inner is a nested object: add @Type(() => NestedClass) beside @ValidateNested()',
    ],
    [
      'a type without a JSON form',
      Weird,
      'Weird.bytes has the type Uint8Array, which has no JSON form: use a string, number, boolean, Date or array, or a ' +
        'class with @ValidateNested() and @Type(() => Uint8Array)',
    ],
    [
      'a description without a rule',
      NothingChecked,
      'NothingChecked.free has @Describe but no class-validator decorator, so clients would neither see it nor have it ' +
        'checked: add one, such as @IsString() or @Allow()',
    ],
    [
      'a class without any rule',
      Plain,
      'Plain has no property with a class-validator decorator, so nothing of it would be checked: add some, such as @IsString()',
    ],
    [
      'no choice',
      Choosy,
      'Choosy.value allows no value: its @IsIn or @IsEnum has no values, or they exclude each other',
    ],
    [
      'a constructor that needs arguments',
      Needy,
      "Needy cannot be constructed without arguments: Cannot read properties of undefined (reading 'text')",
    ],
    [
      'a default that is no JSON',
      BigDefault,
      'BigDefault.size has a default that JSON cannot carry: Do not know how to serialize a BigInt',
    ],
    [
      'an infinite default',
      EndlessDefault,
      'EndlessDefault.size has a default that JSON cannot carry: Infinity is no JSON number',
    ],
    [
      'a date that nothing reads',
      UnreadDate,
      'UnreadDate.at is a Date, which JSON carries as a string: add @Type(() => Date)',
    ],
  ])('%s', (_title, type, message) => {
    expect(() => dtoSchema(type)).toThrow(new SchemaFault(message));
  });

  it('accepts a date that a transformer reads, and any date of an output', () => {
    class Transformed {
      @v.IsDate() @Transform(({ value }) => new Date(value as string)) at!: Date;
    }
    expect([dtoSchema(Transformed), dtoSchema(UnreadDate, 'output')]).toEqual(
      Array(2).fill({
        type: 'object',
        properties: { at: { type: 'string', format: 'date-time' } },
        required: ['at'],
        additionalProperties: false,
      }),
    );
  });

  it('names the class of a nested fault', () => {
    class Outer {
      @v.ValidateNested() @Type(() => NoType) inner!: NoType;
    }
    expect(() => dtoSchema(Outer)).toThrow(
      new SchemaFault('NoType.inner is a nested object: add @Type(() => Inner) beside @ValidateNested()'),
    );
  });
});
