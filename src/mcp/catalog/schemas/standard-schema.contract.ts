import type { StandardSchemaV1 } from '@standard-schema/spec';
import { andThen, type MaybePromise } from '../../common/maybe-promise.js';
import type { JsonSchema } from '../../contract/schema.types.js';
import { refuseRemoteReferences } from './json-schema.contract.js';
import { SchemaFault, type ParseOutcome, type SchemaContract } from './schema-contract.interface.js';

/** The JSON Schema side of Standard Schema, which zod ≥ 4.2, ArkType and Valibot (with its adapter) offer. */
interface JsonSchemaSource {
  readonly jsonSchema?: Record<'input' | 'output', (options: { target: string }) => Record<string, unknown>>;
}

export function isStandardSchema(source: object): source is StandardSchemaV1 {
  return '~standard' in source;
}

/** Input or output described by a Standard Schema such as zod. */
export class StandardSchemaContract implements SchemaContract {
  readonly schema: JsonSchema;

  /** @throws SchemaFault when the library cannot describe the schema as JSON Schema, or refers to something outside it */
  constructor(
    private readonly source: StandardSchemaV1,
    side: 'input' | 'output' = 'input',
  ) {
    const { vendor, jsonSchema } = source['~standard'] as StandardSchemaV1.Props & JsonSchemaSource;
    if (!jsonSchema) {
      throw new SchemaFault(
        `this version of ${vendor} cannot describe its schemas as JSON Schema: update it (zod needs 4.2), or give a class ` +
          'or a JSON Schema instead',
      );
    }
    try {
      this.schema = jsonSchema[side]({ target: 'draft-2020-12' });
    } catch (error) {
      throw new SchemaFault(`${vendor} cannot express this schema as JSON Schema: ${(error as Error).message}`);
    }
    refuseRemoteReferences(this.schema);
  }

  /** A promise only where the schema's own check gives one. */
  parse(value: unknown): MaybePromise<ParseOutcome> {
    return andThen(this.source['~standard'].validate(value), outcomeOf);
  }
}

function outcomeOf(result: StandardSchemaV1.Result<unknown>): ParseOutcome {
  if (!result.issues) return { ok: true, value: result.value };
  const issues = result.issues.map(({ path, message }) => ({
    path: (path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)).join('.'),
    message,
  }));
  return { ok: false, issues };
}
