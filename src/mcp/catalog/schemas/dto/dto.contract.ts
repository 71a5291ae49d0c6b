import type { Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { Validator, type ValidationError } from 'class-validator';
import { ValidationExecutor } from 'class-validator/cjs/validation/ValidationExecutor.js';
import { andThen, type MaybePromise } from '../../../common/maybe-promise.js';
import type { JsonSchema } from '../../../contract/schema.types.js';
import { JsonSchemaContract } from '../json-schema.contract.js';
import type { Issue, ParseOutcome, SchemaContract, Sensitivity } from '../schema-contract.interface.js';
import { fastPathOf, type FastPath } from './dto-fast-path.js';
import { plainInput } from './dto-input.js';
import { issuesOf, withoutClientNames } from './dto-issues.js';
import { dtoSchema } from './dto-schema.js';
import { sensitivePaths } from './dto-sensitive.js';
import { structureIssues } from './dto-structure.js';

export interface DtoContractOptions {
  /** Turn strings into the declared numbers, booleans and lists: for prompt arguments and template variables. */
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

  /** The full check through class-transformer and class-validator, for a value that the fast path does not accept. */
  parseByClass(value: object): MaybePromise<ParseOutcome> {
    try {
      const checked = value instanceof this.type ? this.check(value, []) : this.read(value);
      const outcome = andThen(checked, (found) => this.redacted(found));
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
      // A transformer may throw over a value of the wrong type, and not over a right one.
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

  private redacted(outcome: ParseOutcome): ParseOutcome {
    return outcome.ok ? outcome : { ok: false, issues: withoutClientNames(outcome.issues, this.sensitivity) };
  }
}

/** Refuses an object so deep that checking it overflowed the stack. */
function refuseDepth(error: unknown): ParseOutcome {
  if ((error as Error | undefined)?.name !== 'RangeError') throw error;
  return { ok: false, issues: [{ path: '', message: 'is nested too deeply' }] };
}

const VALIDATION = { forbidUnknownValues: true, validationError: { value: false } } as const;
const VALIDATOR = new Validator();

/**
 * The errors that `validate` of class-validator gives, without a promise where no rule gave one. `validateSync` skips
 * rules declared as asynchronous, and accepts the promise of an undeclared one.
 */
function validationErrors(instance: object): MaybePromise<ValidationError[]> {
  const executor = new ValidationExecutor(VALIDATOR, VALIDATION);
  const errors: ValidationError[] = [];
  executor.execute(instance, '', errors);
  if (executor.awaitingPromises.length === 0) return executor.stripEmptyErrors(errors);
  return Promise.all(executor.awaitingPromises).then(() => executor.stripEmptyErrors(errors));
}
