import 'reflect-metadata';
import { Controller } from '@nestjs/common';
import { IsString } from 'class-validator';
import { faultsOf } from '../../../test/support/units/catalog.faults.js';
import * as mcp from '../contract/index.js';

const { Tool, Toolset, ResourceTemplate, ListResources, Scopes, Public } = mcp;

const description = 'Does it.';

class Text {
  @IsString() text!: string;
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

const run = Symbol('run');

@Toolset()
class Symbols {
  @Tool({ description }) [run](): void {}
}

class InheritedSymbols extends Symbols {
  @Tool({ description }) found(): void {}
}
Toolset()(InheritedSymbols);

class UndecoratedSymbols {
  @Tool({ description }) [run](): void {}
}

@Controller()
@Toolset({ prefix: 'orders' })
class Listed {
  @Tool({ description }) lost(): void {}
}

@Controller()
class ListedWithTool {
  @Tool({ description }) lost(): void {}
}

@Controller()
class Ordinary {
  run(): void {}
}

describe('toolsets that cannot be served', () => {
  it.each<[string, Parameters<typeof faultsOf>[0], string[]]>([
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
    [
      'by a method with a symbol for a name',
      [Symbols],
      ['Symbols.Symbol(run): a method with a symbol for a name is never served: name it by a string'],
    ],
    [
      'by an inherited method with a symbol for a name',
      [InheritedSymbols],
      ['InheritedSymbols.Symbol(run): a method with a symbol for a name is never served: name it by a string'],
    ],
    [
      'by a method with a symbol for a name, without @Toolset',
      [UndecoratedSymbols],
      ['UndecoratedSymbols: Symbol(run) would never be served: put @Toolset() on the class'],
    ],
  ])('%s', async (_title, providers, faults) => {
    expect(await faultsOf(providers)).toEqual(faults);
  });
});

describe('toolsets in `controllers`', () => {
  it('are named, and controllers without capabilities are not', async () => {
    expect(await faultsOf([], { controllers: [Listed, ListedWithTool, Ordinary] })).toEqual([
      'Listed: a controller serves no capabilities: list it in providers instead of controllers',
      'ListedWithTool: a controller serves no capabilities: put @Toolset() on the class and list it in providers instead of controllers',
    ]);
  });

  it('are named once when TOOLSETS selects them', async () => {
    expect(await faultsOf([], { controllers: [Listed], toolsets: ['orders'] })).toEqual([
      'Listed: a controller serves no capabilities: list it in providers instead of controllers',
    ]);
  });

  it('are left alone when TOOLSETS does not select them', async () => {
    expect(await faultsOf([Static], { controllers: [Listed], toolsets: ['empty'] })).toEqual([
      "TOOLSETS: there is no toolset 'empty': the application has static, orders",
    ]);
  });

  it('are left alone when they are providers as well', async () => {
    expect(await faultsOf([Listed], { controllers: [Listed] })).toEqual([]);
  });
});

describe('toolsets that do not say who may use them', () => {
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

  it('because they say two things at once', async () => {
    @Toolset()
    @Public()
    @Scopes('a')
    class Both {
      @Public() @Tool({ description }) open(): void {}
      @Public() @Scopes('a') @Tool({ description }) both(): void {}
    }
    expect(await faultsOf([Both])).toEqual([
      'Both: @Public() and @Scopes(...) exclude each other: keep one of them',
      'Both.both: @Public() and @Scopes(...) exclude each other: keep one of them',
    ]);
  });

  it('because they say it of a method that offers nothing', async () => {
    @Toolset()
    class Helpers {
      @Tool({ description }) found(): void {}
      @Scopes('a') lost(): void {}
      @Public() open(): void {}
      @Public() @Scopes('a') both(): void {}
    }
    const nothing = 'stands at a method that offers nothing: add @Tool, @Resource, @ResourceTemplate or @Prompt';
    expect(await faultsOf([Helpers])).toEqual([
      `Helpers.lost: @Scopes(...) ${nothing}, or remove it`,
      `Helpers.open: @Public() ${nothing}, or remove it`,
      'Helpers.both: @Public() and @Scopes(...) exclude each other: keep one of them',
      `Helpers.both: @Scopes(...) ${nothing}, or remove it`,
    ]);
  });
});
