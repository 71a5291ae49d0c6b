import 'reflect-metadata';
import { Type } from 'class-transformer';
import * as v from 'class-validator';
import { z } from 'zod';
import { DtoContract } from './dto/dto.contract.js';
import { JsonSchemaContract } from './json-schema.contract.js';
import { loadSchemaCompiler } from './schema.compiler.js';
import { StandardSchemaContract } from './standard-schema.contract.js';

class Address {
  @v.IsString() street!: string;
}

class Order {
  @v.ValidateNested() @Type(() => Address) address!: Address;
  @v.IsOptional() @v.IsDate() @Type(() => Date) due?: Date;
}

const isEven = (value: unknown): Promise<boolean> => Promise.resolve(Number(value) % 2 === 0);

@v.ValidatorConstraint({ async: true })
class EvenLater implements v.ValidatorConstraintInterface {
  validate(value: unknown): Promise<boolean> {
    return isEven(value);
  }
}

/** Its rule gives a promise without saying `async: true`. */
class Undeclared {
  @v.ValidateBy({ name: 'later', validator: { validate: isEven as never } }) amount!: number;
}

class Inner {
  @v.Validate(EvenLater) amount!: number;
}

class Declared {
  @v.ValidateNested({ each: true }) @Type(() => Inner) items!: Inner[];
}

beforeAll(() => loadSchemaCompiler());

describe('a value that nothing waits for', () => {
  it.each([
    ['an accepted object of a class', new DtoContract(Order), { address: { street: 'Main' } }, true],
    ['a refused object of a class', new DtoContract(Order), { address: { street: 1 } }, false],
    ['an instance', new DtoContract(Address), Object.assign(new Address(), { street: 'Main' }), true],
    ['an accepted value of a JSON Schema', new JsonSchemaContract({ type: 'object' }, { generated: true }), {}, true],
    ['a refused value of a JSON Schema', new JsonSchemaContract({ type: 'object' }, { generated: true }), 1, false],
    ['a value of a Standard Schema', new StandardSchemaContract(z.object({ a: z.string() })), { a: 'x' }, true],
  ])('is checked at once: %s', (_title, contract, value, ok) => {
    expect(contract.parse(value)).toMatchObject({ ok });
  });
});

describe('a rule that answers later', () => {
  it.each([
    ['declared, in a nested class', new DtoContract(Declared), { items: [{ amount: 2 }, { amount: 4 }] }, true],
    [
      'declared, in a nested class, and refuses',
      new DtoContract(Declared),
      { items: [{ amount: 2 }, { amount: 3 }] },
      false,
    ],
    ['undeclared', new DtoContract(Undeclared), { amount: 2 }, true],
    ['undeclared, and refuses', new DtoContract(Undeclared), { amount: 3 }, false],
    [
      'of a Standard Schema',
      new StandardSchemaContract(z.object({ a: z.string().refine(() => Promise.resolve(false)) })),
      { a: 'x' },
      false,
    ],
  ])('is waited for: %s', async (_title, contract, value, ok) => {
    const outcome = contract.parse(value);
    expect(outcome).toBeInstanceOf(Promise);
    expect(await outcome).toMatchObject({ ok });
  });
});
