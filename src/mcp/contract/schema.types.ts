import type { Type } from '@nestjs/common';
import type { StandardSchemaV1 } from '@standard-schema/spec';

/** A JSON Schema document, 2020-12 unless its `$schema` says otherwise. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * Where a schema may come from: a class with class-validator decorators (the usual way), a Standard Schema such as zod,
 * or a JSON Schema that is shown to clients exactly as written.
 */
export type SchemaSource = Type | StandardSchemaV1 | JsonSchema;
