import 'reflect-metadata';
import type { Type as Class } from '@nestjs/common';
import { Type } from 'class-transformer';
import * as v from 'class-validator';
import { dtoSchema } from '../catalog/schemas/index.js';
import { Describe } from '../contract/index.js';
import { formSchema } from './form-schema.js';

enum Level {
  Low,
  High,
}

class Form {
  @Describe('Your name') @v.Matches(/^[a-z]+$/) @v.Length(1, 20) name!: string;
  @v.IsEmail() mail!: string;
  @v.IsUUID() id!: string;
  @v.IsInt() @v.Min(1) @v.IsDivisibleBy(2) amount = 2;
  @v.IsPositive() price!: number;
  @v.IsBoolean() sure!: boolean;
  @v.IsIn(['a', 'b']) choice!: string;
  @v.IsOptional() @v.ArrayMaxSize(2) @v.ArrayUnique() @v.IsIn(['a', 'b'], { each: true }) choices?: string[];
  @v.IsOptional() @v.IsDate() @Type(() => Date) due?: Date;
}

class WithObject {
  @v.IsObject() value!: object;
}
class WithNested {
  @v.ValidateNested() @Type(() => Form) value!: Form;
}
class WithList {
  @v.IsString({ each: true }) value!: string[];
}
class WithAnything {
  @v.Allow() value!: unknown;
}
class WithNumbers {
  @v.IsEnum(Level) value!: Level;
}
class WithListOfNumbers {
  @v.IsEnum(Level, { each: true }) value!: Level[];
}

describe('the form of a class', () => {
  it('has only the keywords that the protocol knows in a form', () => {
    expect(formSchema('Form', dtoSchema(Form))).toEqual({
      type: 'object',
      properties: {
        name: { type: 'string', description: 'Your name', minLength: 1, maxLength: 20 },
        mail: { type: 'string', format: 'email' },
        id: { type: 'string' },
        amount: { type: 'integer', minimum: 1, default: 2 },
        price: { type: 'number' },
        sure: { type: 'boolean' },
        choice: { type: 'string', enum: ['a', 'b'] },
        choices: { type: 'array', maxItems: 2, items: { type: 'string', enum: ['a', 'b'] } },
        due: { type: 'string', format: 'date-time' },
      },
      required: ['name', 'mail', 'id', 'price', 'sure', 'choice'],
    });
  });

  const kinds = 'use a string, number, boolean, enum or array of an enum.';
  const strings = 'its choices are not strings. Use an enum of strings.';
  it.each<[Class, string]>([
    [WithObject, kinds],
    [WithNested, kinds],
    [WithList, kinds],
    [WithAnything, kinds],
    [WithNumbers, strings],
    [WithListOfNumbers, strings],
  ])('refuses what a form cannot ask: %p', (type, why) => {
    expect(() => formSchema('Form', dtoSchema(type))).toThrow(
      new TypeError(`Form.value cannot be asked in a form: ${why}`),
    );
  });
});
