// Stands for `@modelcontextprotocol/server/_shims`, which brings a second copy of ajv and runs it as it is loaded.
export { default as process } from 'node:process';

/** The SDK's validator of what a schema describes, with the one ajv there is, run when something asks for it. */
export class DefaultJsonSchemaValidator {
  getValidator(schema) {
    const formats = require('ajv-formats');
    const isOlder = typeof schema.$schema === 'string' && schema.$schema.includes('draft-07');
    const Compiler = isOlder ? require('ajv').Ajv : require('ajv/dist/2020.js').Ajv2020;
    const ajv = new Compiler({ strict: false, allErrors: true });
    formats.default(ajv);
    const check = ajv.compile(schema);
    return (input) =>
      check(input)
        ? { valid: true, data: input, errorMessage: undefined }
        : { valid: false, data: undefined, errorMessage: ajv.errorsText(check.errors) };
  }
}
