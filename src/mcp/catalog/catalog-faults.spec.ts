import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { IsString } from 'class-validator';
import { faultsOf } from '../../../test/support/units/catalog.faults.js';
import * as mcp from '../contract/index.js';
import { CatalogFaultsError } from './catalog-faults.js';

const { Tool, Toolset, Prompt, Resource, Complete, ListResources } = mcp;

const description = 'Does it.';

class Text {
  @IsString() text!: string;
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

describe('toolsets that cannot be served', () => {
  it('by their names', async () => {
    expect(await faultsOf([Names, OtherNames])).toEqual([
      "Names.bad: the name 'a b' is not usable: take 1 to 128 of the characters A-Z a-z 0-9 _ . -",
      "Names.second: the name 'same' is already taken by Names.first: give one of them another name, or its toolset a prefix",
      "OtherNames.same: the name 'same' is already taken by Names.first: give one of them another name, or its toolset a prefix",
    ]);
  });

  it('by scopes that are none', async () => {
    @mcp.Scopes('orders:read orders:write', 'orders:pay')
    @Toolset()
    class Scoped {
      @Tool({ description }) pay(): void {}
      @mcp.Scopes('') @Tool({ description }) nothing(): void {}
    }

    const advice = 'is no scope: write each one on its own, without spaces, commas, quotes and backslashes';
    expect(await faultsOf([Scoped])).toEqual([
      `Scoped.pay: "orders:read orders:write" ${advice}`,
      `Scoped.nothing: "" ${advice}`,
    ]);
  });

  it('by a tool that is never a task', async () => {
    @Toolset()
    class Tasks {
      @Tool({ description, taskStart: 'manual' }) lost(): void {}
      @Tool({ description, taskStart: 'manual', task: 'optional' }) found(): void {}
    }
    expect(await faultsOf([Tasks])).toEqual([
      "Tasks.lost: taskStart is 'manual' and no call can become a task: add task: 'optional' or task: 'required'",
    ]);
  });

  it('by what they say of themselves', async () => {
    expect(await faultsOf([Texts])).toEqual([
      'Texts.blank: the description is missing: say in a sentence what it does and when to use it',
      'Texts.none: the description is missing: say in a sentence what it does and when to use it',
      'Texts.never: timeoutMs is 0: give a number of milliseconds above 0',
      'Texts.nan: timeoutMs is NaN: give a number of milliseconds above 0',
    ]);
  });

  it('by what they refer to', async () => {
    expect(await faultsOf([References])).toEqual([
      'References.broken: the description is missing: say in a sentence what it does and when to use it',
      'References.e: References.d gives the text of ask already: keep one of them',
      "References.a: 'nowhere' is not a @Prompt or @ResourceTemplate method of References",
      "References.b: 'colour' is not an argument of ask: it has text",
      "References.f: 'ask' is not a @ResourceTemplate method of References",
    ]);
  });

  it('because two modules provide the same class', async () => {
    @Module({ providers: [OtherNames] })
    class FirstModule {}
    @Module({ imports: [FirstModule], providers: [OtherNames] })
    class SecondModule {}
    expect(await faultsOf([], { imports: [SecondModule] })).toEqual([
      "OtherNames.same: the name 'same' is declared twice because OtherNames is provided by two modules: export it " +
        'from one and import that one',
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
    const { message: single } = new CatalogFaultsError([{ where: 'A.a', message: 'one' }]);
    expect([error.name, error.forOperator, error.message, single]).toEqual([
      'CatalogFaultsError',
      true,
      '2 capabilities cannot be served:\n  - A.a: one\n  - B: two',
      'A capability cannot be served:\n  - A.a: one',
    ]);
  });

  it('say nothing when they can be served', async () => {
    @Toolset()
    class Fine {
      @Prompt({ description }) ask(_input: Text, _caller: mcp.Principal, _ctx: mcp.McpContext): void {}
      @Complete('ask', 'text') texts(_request: mcp.CompletionRequest): void {}
    }
    expect(await faultsOf([Fine])).toEqual([]);
  });
});
