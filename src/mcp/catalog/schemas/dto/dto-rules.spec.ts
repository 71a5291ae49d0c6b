import 'reflect-metadata';
import type { Type } from '@nestjs/common';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { Type as TypeOf } from 'class-transformer';
import * as v from 'class-validator';
import { dtoSchema } from './dto-schema.js';
import { DtoContract } from './dto.contract.js';

/** A class with one property, `value`, of the declared type. */
function dto(declared: unknown, ...decorators: PropertyDecorator[]): Type {
  class Input {}
  Reflect.decorate([...decorators, Reflect.metadata('design:type', declared)], Input.prototype, 'value');
  return Input;
}

enum Colour {
  Red = 'red',
  Blue = 'blue',
}

enum Level {
  Low,
  High,
}

enum Mixed {
  None = 0,
  Some = 'some',
}

const isEven: PropertyDecorator = (target, property) =>
  v.registerDecorator({
    name: 'isEven',
    target: target.constructor,
    propertyName: String(property),
    validator: { validate: (value) => Number(value) % 2 === 0, defaultMessage: () => '$property must be even' },
  });

type Row = [title: string, declared: unknown, decorators: PropertyDecorator[], schema: object];

const strings: Row[] = [
  ['IsString', String, [v.IsString()], { type: 'string' }],
  ['IsNotEmpty alone on a string', String, [v.IsNotEmpty()], { type: 'string', minLength: 1 }],
  ['IsString and IsNotEmpty', String, [v.IsString(), v.IsNotEmpty()], { type: 'string', minLength: 1 }],
  ['IsNotEmpty and MinLength', String, [v.MinLength(3), v.IsNotEmpty()], { type: 'string', minLength: 3 }],
  ['MinLength and IsNotEmpty', String, [v.IsNotEmpty(), v.MinLength(3)], { type: 'string', minLength: 3 }],
  ['Length with a maximum', String, [v.Length(2, 5)], { type: 'string', minLength: 2, maxLength: 5 }],
  ['Length without a maximum', String, [v.Length(2)], { type: 'string', minLength: 2 }],
  ['the tightest MaxLength', String, [v.Length(2, 9), v.MaxLength(5)], { type: 'string', minLength: 2, maxLength: 5 }],
  ['Matches', String, [v.Matches(/^SO-\d{6}$/)], { type: 'string', pattern: '^SO-\\d{6}$' }],
  ['Matches with a string', String, [v.Matches('^a$')], { type: 'string', pattern: '^a$' }],
  ['Matches with harmless flags', String, [v.Matches(/^a$/gu)], { type: 'string', pattern: '^a$' }],
  ['no pattern for Matches with the flag i', String, [v.Matches(/^so$/i)], { type: 'string' }],
  ['no pattern for Matches with modifiers', String, [v.Matches('^so$', 'i')], { type: 'string' }],
  ['no pattern that Unicode mode refuses', String, [v.Matches(/^a\-b$/)], { type: 'string' }],
  ['Contains, literally', String, [v.Contains('a.b')], { type: 'string', pattern: 'a\\.b' }],
  ['IsAlpha', String, [v.IsAlpha()], { type: 'string', pattern: '^[A-Za-z]+$' }],
  ['IsAlpha of another language', String, [v.IsAlpha('de-DE')], { type: 'string' }],
  ['IsEmail', String, [v.IsEmail()], { type: 'string', format: 'email' }],
  ['IsUrl', String, [v.IsUrl()], { type: 'string', format: 'uri' }],
  ['IsUUID', String, [v.IsUUID('4')], { type: 'string', format: 'uuid' }],
  ['IsISO8601', String, [v.IsISO8601()], { type: 'string' }],
  ['IsDateString', String, [v.IsDateString()], { type: 'string' }],
  ['IsIP', String, [v.IsIP()], { type: 'string' }],
  ['IsIP 4', String, [v.IsIP('4')], { type: 'string', format: 'ipv4' }],
  ['IsIP 6', String, [v.IsIP(6)], { type: 'string', format: 'ipv6' }],
  ['IsBase64', String, [v.IsBase64()], { type: 'string', contentEncoding: 'base64' }],
  ['IsBooleanString', String, [v.IsBooleanString()], { type: 'string', enum: ['true', 'false', '1', '0'] }],
  ['IsNumberString', Object, [v.IsNumberString()], { type: 'string' }],
  ['IsMongoId', String, [v.IsMongoId()], { type: 'string', pattern: '^[0-9A-Fa-f]{24}$' }],
];

const numbers: Row[] = [
  ['IsInt between Min and Max', Number, [v.IsInt(), v.Min(1), v.Max(9)], { type: 'integer', minimum: 1, maximum: 9 }],
  ['Min and Max before IsInt', Number, [v.Max(9), v.Min(1), v.IsInt()], { type: 'integer', minimum: 1, maximum: 9 }],
  ['IsNumber and IsInt', Number, [v.IsNumber(), v.IsInt()], { type: 'integer' }],
  ['IsInt and IsNumber', Number, [v.IsInt(), v.IsNumber()], { type: 'integer' }],
  ['IsNumber', Number, [v.IsNumber()], { type: 'number' }],
  ['IsPositive', Number, [v.IsPositive()], { type: 'number', exclusiveMinimum: 0 }],
  ['IsNegative', Number, [v.IsNegative()], { type: 'number', exclusiveMaximum: 0 }],
  ['IsDivisibleBy', Number, [v.IsInt(), v.IsDivisibleBy(-5)], { type: 'integer', multipleOf: 5 }],
  ['IsDivisibleBy zero', Number, [v.IsDivisibleBy(0)], { type: 'number' }],
  ['the declared type under Allow', Number, [v.Allow()], { type: 'number' }],
];

const choices: Row[] = [
  ['IsBoolean', Boolean, [v.IsBoolean()], { type: 'boolean' }],
  ['an enum of strings', String, [v.IsEnum(Colour)], { type: 'string', enum: ['red', 'blue'] }],
  ['an enum of numbers, without its reverse names', Number, [v.IsEnum(Level)], { type: 'number', enum: [0, 1] }],
  ['a mixed enum', Object, [v.IsEnum(Mixed)], { enum: [0, 'some'] }],
  ['IsIn', String, [v.IsIn(['a', 'b'])], { type: 'string', enum: ['a', 'b'] }],
  ['IsIn with a stricter IsIn', String, [v.IsIn(['a', 'b']), v.IsIn(['b', 'c'])], { type: 'string', enum: ['b'] }],
  ['Equals', String, [v.Equals('yes')], { type: 'string', enum: ['yes'] }],
  ['nothing for NotEquals', String, [v.NotEquals('no')], { type: 'string' }],
];

const lists: Row[] = [
  ['IsArray', Array, [v.IsArray()], { type: 'array', items: {} }],
  ['each rules without IsArray', Array, [v.IsString({ each: true })], { type: 'array', items: { type: 'string' } }],
  [
    'bounds of the list and of its items',
    Array,
    [v.ArrayMinSize(1), v.ArrayMaxSize(3), v.ArrayUnique(), v.IsInt({ each: true }), v.Min(0, { each: true })],
    { type: 'array', minItems: 1, maxItems: 3, uniqueItems: true, items: { type: 'integer', minimum: 0 } },
  ],
  [
    'a list of an enum',
    Array,
    [v.IsEnum(Colour, { each: true })],
    { type: 'array', items: { type: 'string', enum: ['red', 'blue'] } },
  ],
  [
    'texts that may not be empty',
    Array,
    [v.ArrayNotEmpty(), v.IsString({ each: true }), v.IsNotEmpty({ each: true })],
    { type: 'array', minItems: 1, items: { type: 'string', minLength: 1 } },
  ],
];

const others: Row[] = [
  ['a Date with Type', Date, [v.IsDate(), TypeOf(() => Date)], { type: 'string', format: 'date-time' }],
  ['IsObject', Object, [v.IsObject()], { type: 'object' }],
  ['IsNotEmptyObject', Object, [v.IsNotEmptyObject()], { type: 'object', minProperties: 1 }],
  ['Allow of anything', Object, [v.Allow()], {}],
  ['IsDefined', String, [v.IsDefined()], { type: 'string' }],
  ['a validator of the team', Number, [isEven], { type: 'number' }],
  ['no rule under a condition of its own', String, [v.MinLength(3, { validateIf: () => false })], { type: 'string' }],
];

const all = [...strings, ...numbers, ...choices, ...lists, ...others];

describe('what a class-validator rule is in JSON Schema', () => {
  it.each(all)('%s', (_title, declared, decorators, value) => {
    expect(dtoSchema(dto(declared, ...decorators))).toEqual({
      type: 'object',
      properties: { value },
      required: ['value'],
      additionalProperties: false,
    });
  });

  it.each([
    ['IsOptional', v.IsOptional()],
    ['ValidateIf', v.ValidateIf(() => true)],
    ['IsEmpty', v.IsEmpty()],
  ])('%s makes a property optional', (_title, decorator) => {
    expect(dtoSchema(dto(String, v.IsString(), decorator))).toEqual({
      type: 'object',
      properties: { value: { type: 'string' } },
      additionalProperties: false,
    });
  });

  it.each(all)('compiles as strict JSON Schema 2020-12: %s', (_title, declared, decorators) => {
    const ajv = new Ajv2020({ strict: true, strictTypes: false });
    formats.default(ajv);
    expect(() => ajv.compile(dtoSchema(dto(declared, ...decorators)))).not.toThrow();
  });
});

describe('rules that the schema cannot show', () => {
  it.each<[string, PropertyDecorator, unknown, string]>([
    ['a pattern with flags', v.Matches(/^so$/i), 'xx', 'must match /^so$/i regular expression'],
    ['a validator of the team', isEven, 3, 'must be even'],
    ['NotEquals', v.NotEquals('no'), 'no', 'should not be equal to no'],
  ])('are still checked: %s', async (_title, decorator, value, message) => {
    const contract = new DtoContract(dto(typeof value === 'string' ? String : Number, decorator));
    expect(await contract.parse({ value })).toEqual({ ok: false, issues: [{ path: 'value', message }] });
  });

  it('lets a pattern with the flag i accept both cases', async () => {
    const type = dto(String, v.Matches(/^so$/i));
    expect(await new DtoContract(type).parse({ value: 'SO' })).toEqual({
      ok: true,
      value: Object.assign(new type() as object, { value: 'SO' }),
    });
  });
});
