// Stands for `@modelcontextprotocol/server/_shims`, which would bring a second copy of ajv and run it at the start.
export { default as process } from 'node:process';

/** The server checks what it receives itself, so that the SDK's own validator has no caller but `fromJsonSchema`. */
export class DefaultJsonSchemaValidator {
  getValidator() {
    throw new Error(
      'The bundle has no default validator: give fromJsonSchema an AjvJsonSchemaValidator of ' +
        '@modelcontextprotocol/server/validators/ajv as its second argument.',
    );
  }
}
