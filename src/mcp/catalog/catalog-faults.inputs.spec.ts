import 'reflect-metadata';
import { Type } from 'class-transformer';
import { IsString, ValidateNested } from 'class-validator';
import { faultsOf } from '../../../test/support/units/catalog.faults.js';
import * as mcp from '../contract/index.js';

const { Tool, Toolset, Prompt, Resource, ResourceTemplate } = mcp;

const description = 'Does it.';

class Text {
  @IsString() text!: string;
}

class Nested {
  @ValidateNested() @Type(() => Text) inner!: Text;
  @IsString({ each: true }) list!: string[];
}

class Service {}

interface OnlyAType {
  readonly text: string;
}

const unknownClass =
  'has no class at run time (an interface, a type, or a class imported as a type only): declare a class and import it with ' +
  "`import { X }`, not `import type { X }`, or give a schema as the decorator's `input`";
const property = 'declare a class with class-validator decorators that has it as a property';

@Toolset()
class Parameters {
  @Tool({ description }) typeOnly(_input: OnlyAType): void {}
  @Tool({ description }) builtIn(_id: string, _at: Date, _list: string[]): void {}
  @Tool({ description }) two(_a: Text, _b: Text): void {}
  @Tool({ description }) rest(..._texts: string[]): void {}
  @Tool({ description }) withDefault(_input: Text, _limit: number = 5): void {}
  @Tool({ description }) service(_service: Service): void {}
  @Tool({ description }) completion(_request: mcp.CompletionRequest): void {}
  @Prompt({ description }) resource(_request: mcp.ResourceRequest): void {}
  @Resource({ uri: 'a://b', description }) input(_input: Text): void {}
}

@Toolset()
class Uris {
  @Resource({ uri: 'orders/all', description }) relative(): void {}
  @ResourceTemplate({ uriTemplate: 'a://{x', description }) open(): void {}
  @ResourceTemplate({ uriTemplate: 'a://b', description }) fixed(): void {}
  @ResourceTemplate({ uriTemplate: 'orders/{text}', description }) relativeTemplate(_input: Text): void {}
  @ResourceTemplate({ uriTemplate: 'a://{id}', description }) other(_input: Text): void {}
}

@Toolset()
class Unclosed {
  @ResourceTemplate({ uriTemplate: 'x://{text', description }) open(_input: Text): void {}
}

@Toolset()
class Schemas {
  @Prompt({ description }) nested(_input: Nested): void {}
  @Tool({ description, input: { type: 'string' } }) noObject(_input: unknown): void {}
  @Tool({ description, input: { type: 'object', properties: { a: { $ref: 'https://a.b/c' } } } }) remote(): void {}
  @Tool({ description, output: Service }) unchecked(): void {}
}

describe('toolsets that cannot be served', () => {
  it('by their parameters', async () => {
    expect(await faultsOf([Parameters])).toEqual([
      `Parameters.typeOnly: parameter 1 ${unknownClass}`,
      `Parameters.builtIn: parameter 1 is a String: ${property}`,
      `Parameters.builtIn: parameter 2 is a Date: ${property}`,
      `Parameters.builtIn: parameter 3 is an Array: ${property}`,
      'Parameters.two: two parameters declare an input class: put their properties into one class',
      `Parameters.rest: parameter 1 is an Array: ${property}`,
      `Parameters.withDefault: parameter 2 is a Number: ${property}`,
      'Parameters.service: Service has no property with a class-validator decorator, so nothing of it would be checked: add some, such as @IsString()',
      'Parameters.completion: parameter 1 is a CompletionRequest, which only @Complete methods receive',
      'Parameters.resource: parameter 1 is a ResourceRequest, which only @Resource and @ResourceTemplate methods receive',
      'Parameters.input: parameter 1 is a Text, but a resource has no input: use ResourceRequest, McpContext or Principal',
    ]);
  });

  it('by their URIs', async () => {
    expect(await faultsOf([Uris])).toEqual([
      "Uris.relative: the URI 'orders/all' is not absolute: begin it with a scheme, such as app://",
      "Uris.open: the URI template 'a://{x' cannot be used: Unclosed template expression",
      "Uris.fixed: the URI template 'a://b' has no variable: add one, such as {id}, or use @Resource",
      "Uris.relativeTemplate: the URI template 'orders/{text}' is not absolute: begin it with a scheme, such as app://",
      'Uris.other: the input has text, which the URI template does not: add {text} to the template',
      'Uris.other: the URI template has id, which the input does not: add a property id to it',
    ]);
  });

  it('by a template that is not closed, of which nothing else is said', async () => {
    expect(await faultsOf([Unclosed])).toEqual([
      "Unclosed.open: the URI template 'x://{text' cannot be used: Unclosed template expression",
    ]);
  });

  it('by their schemas', async () => {
    expect(await faultsOf([Schemas])).toEqual([
      "Schemas.nested: the argument 'inner' is an object, and the protocol carries prompt arguments as strings: declare strings, numbers, booleans or enums",
      "Schemas.nested: the argument 'list' is a list, and the protocol carries prompt arguments as strings: declare strings, numbers, booleans or enums",
      "Schemas.noObject: the root of the schema must be an object (`type: 'object'`): wrap the value in a property",
      "Schemas.remote: the JSON Schema refers to 'https://a.b/c': copy what it refers to into $defs",
      'Schemas.unchecked: Service has no property with a class-validator decorator, so nothing of it would be checked: add some, such as @IsString()',
    ]);
  });
});
