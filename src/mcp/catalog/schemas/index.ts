export { dtoSchema } from './dto/dto-schema.js';
export { sensitiveValues, sensitivityAt, withoutSensitive } from './dto/dto-sensitive.js';
export { inputContract, isClass, outputContract } from './schema-contract.factory.js';
export { loadSchemaCompiler } from './schema.compiler.js';
export {
  SchemaFault,
  type Issue,
  type ParseOutcome,
  type SchemaContract,
  type Sensitivity,
} from './schema-contract.interface.js';
