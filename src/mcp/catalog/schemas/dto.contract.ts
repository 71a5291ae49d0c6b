import type { Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { Validator, type ValidationError } from 'class-validator';
import { ValidationExecutor } from 'class-validator/cjs/validation/ValidationExecutor.js';
import type { JsonSchema } from '../../contract/schema.types.js';
import { sensitivePropertiesOf } from '../../contract/sensitive.decorator.js';
import { andThen, type MaybePromise } from '../../common/maybe-promise.js';
import { fastPathOf, type FastPath } from './dto-fast-path.js';
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
  private fastPath: FastPath | 'none' | undefined;

  constructor(
    readonly type: Type,
    private readonly options: DtoContractOptions = {},
  ) {
    this.schema = dtoSchema(type);
    this.sensitivity = sensitivePaths(type);
  }

  /** A promise only where a rule, or loading the compiler for a refusal, waits. */
  parse(value: unknown): MaybePromise<ParseOutcome> {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return { ok: false, issues: [{ path: '', message: 'must be an object' }] };
    }
    const instance = value instanceof this.type ? undefined : this.accept(value);
    return instance ? { ok: true, value: instance } : this.parseByClass(value);
  }

  /** The long way, through class-transformer and class-validator: for what the fast path does not accept. */
  parseByClass(value: object): MaybePromise<ParseOutcome> {
    try {
      const checked = value instanceof this.type ? this.check(value, []) : this.read(value);
      const outcome = andThen(checked, (found) => this.withDiscreetPaths(found));
      return outcome instanceof Promise ? outcome.catch(refuseDepth) : outcome;
    } catch (error) {
      return refuseDepth(error);
    }
  }

  private accept(value: object): object | undefined {
    // Not at boot: an application may still give class-validator a container of its own.
    this.fastPath ??= fastPathOf(this.type, this.schema) ?? 'none';
    return this.fastPath === 'none' ? undefined : this.fastPath(value);
  }

  private read(input: object): MaybePromise<ParseOutcome> {
    const { value, issues } = plainInput(this.schema, input, this.options.convertStrings ?? false);
    let instance: object;
    try {
      instance = plainToInstance(this.type, value) as object;
    } catch (error) {
      // A transformer may stumble over a value of the wrong type; over a right one it may not.
      this.structure ??= new JsonSchemaContract(this.schema, { generated: true });
      return andThen(this.structure.parse(value), (outcome) => {
        if (outcome.ok) throw error;
        return { ok: false, issues: [...issues, ...outcome.issues] };
      });
    }
    return this.check(instance, issues);
  }

  private check(instance: object, known: readonly Issue[]): MaybePromise<ParseOutcome> {
    return andThen(validationErrors(instance), (errors) => {
      const broken = [...known, ...errors.flatMap(issuesOf(''))];
      const paths = new Set(broken.map(({ path }) => path));
      const issues = [...broken, ...structureIssues(this.schema, instance).filter(({ path }) => !paths.has(path))];
      return issues.length === 0 ? { ok: true, value: instance } : { ok: false, issues };
    });
  }

  private withDiscreetPaths(outcome: ParseOutcome): ParseOutcome {
    return outcome.ok ? outcome : { ok: false, issues: discreetPaths(outcome.issues, this.sensitivity) };
  }
}

/** Only an object that no client has reason to send uses up the stack. */
function refuseDepth(error: unknown): ParseOutcome {
  if ((error as Error | undefined)?.name !== 'RangeError') throw error;
  return { ok: false, issues: [{ path: '', message: 'is nested too deeply' }] };
}

const VALIDATION = { forbidUnknownValues: true, validationError: { value: false } } as const;
const VALIDATOR = new Validator();

/**
 * What `validate` of class-validator gives, without a promise where no rule gave one. `validateSync` will not do: it
 * passes over rules declared as asynchronous, and takes the promise of an undeclared one for a yes.
 */
function validationErrors(instance: object): MaybePromise<ValidationError[]> {
  const executor = new ValidationExecutor(VALIDATOR, VALIDATION);
  const errors: ValidationError[] = [];
  executor.execute(instance, '', errors);
  if (executor.awaitingPromises.length === 0) return executor.stripEmptyErrors(errors);
  return Promise.all(executor.awaitingPromises).then(() => executor.stripEmptyErrors(errors));
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
