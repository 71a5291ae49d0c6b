export { dtoSchema } from './dto-schema.js';
export { sensitiveValues, sensitivityAt, withoutSensitive } from './dto-sensitive.js';
export { inputContract, isClass, outputContract } from './schema-contract.factory.js';
export { loadSchemaCompiler } from './schema.compiler.js';
export { SchemaFault, type Issue, type ParseOutcome, type SchemaContract } from './schema-contract.interface.js';
export type { Sensitivity } from './sensitivity.types.js';
