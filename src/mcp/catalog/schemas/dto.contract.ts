import type { Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validate, type ValidationError } from 'class-validator';
import type { JsonSchema } from '../../contract/schema.types.js';
import { sensitivePropertiesOf } from '../../contract/sensitive.decorator.js';
import { plainInput } from './dto-input.js';
import { inputName } from './dto-properties.js';
import { dtoSchema } from './dto-schema.js';
import { discreet, discreetPaths } from './dto-sensitive-issues.js';
import { sensitivePaths } from './dto-sensitive.js';
import { at, structureIssues } from './dto-structure.js';
import { JsonSchemaContract } from './json-schema.contract.js';
import type { Issue, ParseOutcome, SchemaContract } from './schema-contract.interface.js';
import type { Sensitivity } from './sensitivity.types.js';

export interface DtoContractOptions {
  /** Turn strings into numbers, booleans and lists as the class declares: for what the protocol carries as strings. */
  readonly convertStrings?: boolean;
}

/** Input described by a class: the value becomes an instance of it, and every decorator and the schema are checked. */
export class DtoContract implements SchemaContract {
  readonly schema: JsonSchema;
  readonly sensitivity: Sensitivity;
  private structure: JsonSchemaContract | undefined;

  constructor(
    readonly type: Type,
    private readonly options: DtoContractOptions = {},
  ) {
    this.schema = dtoSchema(type);
    this.sensitivity = sensitivePaths(type);
  }

  async parse(value: unknown): Promise<ParseOutcome> {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return { ok: false, issues: [{ path: '', message: 'must be an object' }] };
    }
    try {
      const outcome = await (value instanceof this.type ? this.check(value, []) : this.read(value));
      return outcome.ok ? outcome : { ok: false, issues: discreetPaths(outcome.issues, this.sensitivity) };
    } catch (error) {
      // The stack is used up by an object that no client has reason to send.
      if ((error as Error | undefined)?.name !== 'RangeError') throw error;
      return { ok: false, issues: [{ path: '', message: 'is nested too deeply' }] };
    }
  }

  private async read(input: object): Promise<ParseOutcome> {
    const { value, issues } = plainInput(this.schema, input, this.options.convertStrings ?? false);
    let instance: object;
    try {
      instance = plainToInstance(this.type, value) as object;
    } catch (error) {
      // A transformer may stumble over a value of the wrong type; over a right one it may not.
      this.structure ??= new JsonSchemaContract(this.schema, { generated: true });
      const outcome = await this.structure.parse(value);
      if (outcome.ok) throw error;
      return { ok: false, issues: [...issues, ...outcome.issues] };
    }
    return this.check(instance, issues);
  }

  private async check(instance: object, known: readonly Issue[]): Promise<ParseOutcome> {
    const errors = await validate(instance, { forbidUnknownValues: true, validationError: { value: false } });
    const broken = [...known, ...errors.flatMap(issuesOf(''))];
    const paths = new Set(broken.map(({ path }) => path));
    const issues = [...broken, ...structureIssues(this.schema, instance).filter(({ path }) => !paths.has(path))];
    return issues.length === 0 ? { ok: true, value: instance } : { ok: false, issues };
  }
}

function issuesOf(parent: string): (error: ValidationError) => Issue[] {
  return (error) => {
    const property = error.property as string | undefined;
    if (property === undefined) return [{ path: parent, message: 'is not an object of a known kind' }];
    const type = (error.target ?? {}).constructor;
    const path = at(parent, inputName(type, property));
    const isSensitive = sensitivePropertiesOf(type).has(property);
    const own = Object.entries(error.constraints ?? {})
      .map(([rule, message]) => [rule, isSensitive ? discreet(type, property, rule, message) : message] as const)
      .map(([rule, message]) => ({ path, message: readable(rule, message, property) }))
      .filter((issue): issue is Issue => issue.message !== undefined);
    return [...own, ...(error.children ?? []).flatMap(issuesOf(path))];
  };
}

/** The words of class-validator without what the path says already, and without what only its authors know. */
function readable(rule: string, message: string, property: string): string | undefined {
  // The structure says more exactly what is expected.
  if (rule === 'nestedValidation' && message.includes('must be either object or array')) return undefined;
  // A rule need not have a message, and refuses all the same.
  if (message === '') return `breaks the rule ${rule}`;
  if (rule === 'isDate' && message.endsWith('must be a Date instance')) {
    return 'must be a date, such as 2026-01-31 or 2026-01-31T09:30:00Z';
  }
  return message.startsWith(`${property} `) ? message.slice(property.length + 1) : message;
}
