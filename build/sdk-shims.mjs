// Stands for `@modelcontextprotocol/server/_shims`: the SDK's validator, a copy of ajv, is run when something asks for it.
export { default as process } from 'node:process';

export class DefaultJsonSchemaValidator {
  getValidator(schema) {
    const { AjvJsonSchemaValidator } = require('@modelcontextprotocol/server/validators/ajv');
    this.validator ??= new AjvJsonSchemaValidator();
    return this.validator.getValidator(schema);
  }
}
