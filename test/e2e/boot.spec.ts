import { IsString } from 'class-validator';
import {
  CatalogFaultsError,
  Complete,
  CompletionRequest,
  Describe,
  InvalidSettingsError,
  Prompt,
  Resource,
  ResourceTemplate,
  Tool,
  Toolset,
} from '../../src/index.js';
import { httpModern, stdioLegacy } from '../support/combinations.js';
import { serve } from '../support/serve.js';

class Words {
  @IsString() words!: string;
}

class Variables {
  @IsString() id!: string;
  @IsString() words!: string;
}

class Unchecked {
  @IsString() checked!: string;
  @Describe('Nobody checks it') words!: string;
}

@Toolset()
class FaultyToolset {
  @Tool({ description: 'Takes a text.' })
  takesText(_words: string): void {}

  @Tool({ description: '' })
  nameless(): void {}

  @Tool({ name: 'not a name', description: 'x' })
  misnamed(): void {}

  @Tool({ description: 'x' })
  twoInputs(_one: Words, _two: Words): void {}

  @Tool({ description: 'x' })
  unchecked(_input: Unchecked): void {}

  @Tool({ name: 'taken', description: 'x' })
  first(): void {}

  @Tool({ name: 'taken', description: 'x' })
  second(): void {}

  @Tool({ description: 'x', output: { type: 'array' } })
  listOutput(): void {}

  @Tool({ description: 'x', timeoutMs: 0 })
  noTime(): void {}

  @Resource({ uri: 'readme', description: 'x' })
  relative(): void {}

  @ResourceTemplate({ uriTemplate: 'app://{id}', description: 'x' })
  template(_variables: Variables): void {}

  @Prompt({ description: 'x' })
  greet(_arguments: Words): void {}

  @Complete('greet', 'name')
  names(_request: CompletionRequest): string[] {
    return [];
  }

  @Complete('nothing', 'name')
  lost(): string[] {
    return [];
  }
}

class ForgottenToolset {
  @Tool({ description: 'x' })
  tool(): void {}
}

@Toolset()
class EmptyToolset {}

async function faultsOf(starting: Promise<unknown>): Promise<unknown> {
  const error: unknown = await starting.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof CatalogFaultsError ? error.faults.map(({ where, message }) => `${where}: ${message}`) : error;
}

describe('the boot', () => {
  it('names every fault of every toolset at once', async () => {
    const faults = await faultsOf(serve(FaultyToolset, ForgottenToolset, EmptyToolset).over(stdioLegacy));

    expect(faults).toEqual([
      'FaultyToolset.takesText: parameter 1 is a String: declare a class with class-validator decorators that has it as a property',
      'FaultyToolset.nameless: the description is missing: say in a sentence what it does and when to use it',
      "FaultyToolset.misnamed: the name 'not a name' is not usable: take 1 to 128 of the characters A-Z a-z 0-9 _ . -",
      'FaultyToolset.twoInputs: two parameters declare an input class: put their properties into one class',
      'FaultyToolset.unchecked: Unchecked.words has @Describe but no class-validator decorator, so clients would neither see it nor have it checked: add one, such as @IsString() or @Allow()',
      "FaultyToolset.listOutput: the root of the schema must be an object (`type: 'object'`): wrap the value in a property",
      'FaultyToolset.noTime: timeoutMs is 0: give a number of milliseconds above 0',
      "FaultyToolset.relative: the URI 'readme' is not absolute: begin it with a scheme, such as app://",
      'FaultyToolset.template: the input has words, which the URI template does not: add {words} to the template',
      'ForgottenToolset: tool would never be served: put @Toolset() on the class',
      'EmptyToolset: the toolset offers nothing: decorate a method with @Tool, @Resource, @ResourceTemplate or @Prompt',
      "FaultyToolset.second: the name 'taken' is already taken by FaultyToolset.first: give one of them another name, or its toolset a prefix",
      "FaultyToolset.names: 'name' is not an argument of greet: it has words",
      "FaultyToolset.lost: 'nothing' is not a @Prompt or @ResourceTemplate method of FaultyToolset",
    ]);
  });

  it('refuses a toolset that is not there', async () => {
    const faults = await faultsOf(serve(ForgottenToolset).settings({ TOOLSETS: 'sales' }).over(stdioLegacy));

    expect(faults).toContain("TOOLSETS: there is no toolset 'sales': the application has none");
  });

  it('names every setting that cannot be used at once', async () => {
    const starting = serve().settings({ PORT: 'many', MCP_PATH: 'mcp', LOG_LEVEL: 'loud' }).over(httpModern);

    const error: unknown = await starting.catch((reason: unknown) => reason);

    expect(error).toBeInstanceOf(InvalidSettingsError);
    expect((error as Error).message).toMatch(/MCP_PATH[^]*PORT[^]*LOG_LEVEL|PORT[^]*MCP_PATH[^]*LOG_LEVEL/);
  });
});
