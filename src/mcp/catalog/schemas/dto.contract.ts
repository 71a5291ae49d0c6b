import type { Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validate, type ValidationError } from 'class-validator';
import type { JsonSchema } from '../../contract/schema.types.js';
import { dtoSchema } from './dto-schema.js';
import type { Issue, ParseOutcome, SchemaContract } from './schema-contract.interface.js';

export interface DtoContractOptions {
  /** Turn strings into numbers, booleans and dates as the class declares: for what the protocol carries as strings. */
  readonly convertStrings?: boolean;
}

/** Input described by a class: the value becomes an instance of it and every decorator is checked. */
export class DtoContract implements SchemaContract {
  readonly schema: JsonSchema;

  constructor(
    readonly type: Type,
    private readonly options: DtoContractOptions = {},
  ) {
    this.schema = dtoSchema(type);
  }

  async parse(value: unknown): Promise<ParseOutcome> {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return { ok: false, issues: [{ path: '', message: 'must be an object' }] };
    }
    const instance =
      value instanceof this.type
        ? (value as object)
        : (plainToInstance(this.type, value, {
            enableImplicitConversion: this.options.convertStrings ?? false,
          }) as object);
    const errors = await validate(instance, {
      whitelist: true,
      forbidNonWhitelisted: true,
      forbidUnknownValues: true,
      validationError: { target: false, value: false },
    });
    return errors.length === 0 ? { ok: true, value: instance } : { ok: false, issues: errors.flatMap(issuesOf('')) };
  }
}

function issuesOf(parent: string): (error: ValidationError) => Issue[] {
  return (error) => {
    const path = parent === '' ? error.property : `${parent}.${error.property}`;
    const own = Object.entries(error.constraints ?? {}).map(([rule, message]) => ({
      path,
      message: rule === 'whitelistValidation' ? 'is not a known property' : withoutName(message, error.property),
    }));
    return [...own, ...(error.children ?? []).flatMap(issuesOf(path))];
  };
}

/** class-validator begins its messages with the property, which the path already says. */
function withoutName(message: string, property: string): string {
  return message.startsWith(`${property} `) ? message.slice(property.length + 1) : message;
}
