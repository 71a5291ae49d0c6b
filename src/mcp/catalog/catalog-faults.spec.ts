import 'reflect-metadata';
import { Module, type Provider } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { Type } from 'class-transformer';
import { IsString, ValidateNested } from 'class-validator';
import * as mcp from '../contract/index.js';
import { Catalog } from './catalog.js';
import { CatalogExplorer } from './catalog.explorer.js';
import { CatalogFaultsError, type Fault } from './catalog-faults.error.js';
import { CATALOG_OPTIONS } from './catalog.options.js';
import { ScopePolicy } from './scope-policy.js';

const { Tool, Toolset, Prompt, Resource, ResourceTemplate, Complete, ListResources, CompletionRequest } = mcp;

interface Boot {
  readonly toolsets?: readonly string[];
  readonly requireAccessDecision?: boolean;
}

async function faultsOf(providers: Provider[], options: Boot = {}): Promise<string[]> {
  const catalogOptions = { toolsets: undefined, pageSize: 10, requireAccessDecision: false, ...options };
  const module = await Test.createTestingModule({
    imports: [DiscoveryModule],
    providers: [
      ...[Catalog, CatalogExplorer, { provide: mcp.AccessPolicy, useClass: ScopePolicy }],
      ...[{ provide: CATALOG_OPTIONS, useValue: catalogOptions }, ...providers],
    ],
  }).compile();
  const faults = await module.init().then(
    () => [],
    (error: Error) => {
      if (error instanceof CatalogFaultsError) return error.faults;
      throw error;
    },
  );
  return faults.map(({ where, message }: Fault) => `${where}: ${message}`);
}

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

@Toolset()
class Names {
  @Tool({ description, name: 'a b' }) bad(): void {}
  @Tool({ description, name: 'same' }) first(): void {}
  @Tool({ description, name: 'same' }) second(): void {}
  @Prompt({ description, name: 'same' }) prompt(): void {}
}

@Toolset()
class OtherNames {
  @Tool({ description }) same(): void {}
}

@Toolset()
class Texts {
  @Tool({ description: ' ' }) blank(): void {}
  @Resource({ uri: 'a://b' } as mcp.ResourceOptions) none(): void {}
  @Tool({ description, timeoutMs: 0 }) never(): void {}
  @Tool({ description, timeoutMs: NaN }) nan(): void {}
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
class References {
  @Prompt({ description }) ask(_input: Text): void {}
  @Prompt({ description: '' }) broken(_input: Text): void {}
  @Complete('nowhere', 'text') a(_request: mcp.CompletionRequest): void {}
  @Complete('ask', 'colour') b(_request: mcp.CompletionRequest): void {}
  @Complete('broken', 'text') c(_request: mcp.CompletionRequest): void {}
  @Complete('ask', 'text') d(_request: mcp.CompletionRequest): void {}
  @Complete('ask', 'text') e(_request: mcp.CompletionRequest): void {}
  @ListResources('ask') f(): void {}
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
class Schemas {
  @Prompt({ description }) nested(_input: Nested): void {}
  @Tool({ description, input: { type: 'string' } }) noObject(_input: unknown): void {}
  @Tool({ description, input: { type: 'object', properties: { a: { $ref: 'https://a.b/c' } } } }) remote(): void {}
  @Tool({ description, output: Service }) unchecked(): void {}
}

class Undecorated {
  @Tool({ description }) lost(): void {}
}

@Toolset()
class Empty {
  run(): void {}
}

@Toolset()
class Static {
  @Tool({ description }) static lost(): void {}
  @Tool({ description }) found(): void {}
}

describe('toolsets that cannot be served', () => {
  it.each<[string, Provider[], string[]]>([
    [
      'by their names',
      [Names, OtherNames],
      [
        "Names.bad: the name 'a b' is not usable: take 1 to 128 of the characters A-Z a-z 0-9 _ . -",
        "Names.second: the name 'same' is already taken by Names.first: give one of them another name, or its toolset a prefix",
        "OtherNames.same: the name 'same' is already taken by Names.first: give one of them another name, or its toolset a prefix",
      ],
    ],
    [
      'by what they say of themselves',
      [Texts],
      [
        'Texts.blank: the description is missing: say in a sentence what it does and when to use it',
        'Texts.none: the description is missing: say in a sentence what it does and when to use it',
        'Texts.never: timeoutMs is 0: give a number of milliseconds above 0',
        'Texts.nan: timeoutMs is NaN: give a number of milliseconds above 0',
      ],
    ],
    [
      'by their parameters',
      [Parameters],
      [
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
      ],
    ],
    [
      'by what they refer to',
      [References],
      [
        'References.broken: the description is missing: say in a sentence what it does and when to use it',
        'References.e: References.d gives the text of ask already: keep one of them',
        "References.a: 'nowhere' is not a @Prompt or @ResourceTemplate method of References",
        "References.b: 'colour' is not an argument of ask: it has text",
        "References.f: 'ask' is not a @ResourceTemplate method of References",
      ],
    ],
    [
      'by their URIs',
      [Uris],
      [
        "Uris.relative: the URI 'orders/all' is not absolute: begin it with a scheme, such as app://",
        "Uris.open: the URI template 'a://{x' cannot be used: Unclosed template expression",
        "Uris.fixed: the URI template 'a://b' has no variable: add one, such as {id}, or use @Resource",
        "Uris.relativeTemplate: the URI template 'orders/{text}' is not absolute: begin it with a scheme, such as app://",
        'Uris.other: the input has text, which the URI template does not: add {text} to the template',
        'Uris.other: the URI template has id, which the input does not: add a property id to it',
      ],
    ],
    [
      'by their schemas',
      [Schemas],
      [
        "Schemas.nested: the argument 'inner' is an object, and the protocol carries prompt arguments as strings: declare strings, numbers, booleans or enums",
        "Schemas.nested: the argument 'list' is a list, and the protocol carries prompt arguments as strings: declare strings, numbers, booleans or enums",
        "Schemas.noObject: the root of the schema must be an object (`type: 'object'`): wrap the value in a property",
        "Schemas.remote: the JSON Schema refers to 'https://a.b/c': copy what it refers to into $defs",
        'Schemas.unchecked: Service has no property with a class-validator decorator, so nothing of it would be checked: add some, such as @IsString()',
      ],
    ],
    ['without @Toolset', [Undecorated], ['Undecorated: lost would never be served: put @Toolset() on the class']],
    [
      'without anything to offer',
      [Empty],
      ['Empty: the toolset offers nothing: decorate a method with @Tool, @Resource, @ResourceTemplate or @Prompt'],
    ],
    [
      'by a static method',
      [Static],
      ['Static.lost: a static method is never served: make it a method of the instance'],
    ],
  ])('%s', async (_title, providers, faults) => {
    expect(await faultsOf(providers)).toEqual(faults);
  });

  it('because two modules provide the same class', async () => {
    @Module({ providers: [OtherNames] })
    class FirstModule {}
    @Module({ imports: [FirstModule], providers: [OtherNames] })
    class SecondModule {}
    const options = { toolsets: undefined, pageSize: 10, requireAccessDecision: false };
    const module = await Test.createTestingModule({
      imports: [DiscoveryModule, SecondModule],
      providers: [
        ...[Catalog, CatalogExplorer, { provide: mcp.AccessPolicy, useClass: ScopePolicy }],
        { provide: CATALOG_OPTIONS, useValue: options },
      ],
    }).compile();
    await expect(module.init()).rejects.toThrow(
      'A capability cannot be served:\n' +
        "  - OtherNames.same: the name 'same' is declared twice because OtherNames is provided by two modules: export it " +
        'from one and import that one',
    );
  });

  it('because nobody decided who may use them', async () => {
    @Toolset()
    class Undecided {
      @Tool({ description }) open(): void {}
      @mcp.Public() @Tool({ description }) decided(): void {}
      @mcp.Scopes('a') @ResourceTemplate({ uriTemplate: 'a://{text}', description }) file(_input: Text): void {}
      @ListResources('file') list(): void {}
    }
    expect(await faultsOf([Undecided], { requireAccessDecision: true })).toEqual([
      'Undecided.open: nobody decided who may use it: add @Scopes(...) or @Public()',
    ]);
  });

  it('because TOOLSETS names another one', async () => {
    expect(await faultsOf([OtherNames], { toolsets: ['orders'] })).toEqual([
      "TOOLSETS: there is no toolset 'orders': the application has other_names",
    ]);
  });

  it('are all named in one message', async () => {
    const error = new CatalogFaultsError([
      { where: 'A.a', message: 'one' },
      { where: 'B', message: 'two' },
    ]);
    expect([error.name, error.forOperator, error.message]).toEqual([
      'CatalogFaultsError',
      true,
      '2 capabilities cannot be served:\n  - A.a: one\n  - B: two',
    ]);
  });

  it('say nothing when they can be served', async () => {
    @Toolset()
    class Fine {
      @Prompt({ description }) ask(_input: Text, _caller: mcp.Principal, _ctx: mcp.McpContext): void {}
      @Complete('ask', 'text') texts(_request: mcp.CompletionRequest): void {}
    }
    expect([await faultsOf([Fine]), CompletionRequest.length]).toEqual([[], 3]);
  });
});
