import 'reflect-metadata';
import { Inject, Injectable, Module, Scope, type ModuleMetadata } from '@nestjs/common';
import { DiscoveryModule, REQUEST } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { IsString } from 'class-validator';
import {
  AccessPolicy,
  Complete,
  CompletionRequest,
  ListResources,
  McpContext,
  Principal,
  Prompt,
  Public,
  Resource,
  ResourceTemplate,
  Scopes,
  Tool,
  Toolset,
} from '../contract/index.js';
import { Catalog } from './catalog.js';
import { CatalogExplorer, CATALOG_OPTIONS } from './catalog.explorer.js';
import { ScopePolicy } from './composed-policy.js';

async function catalogOf(metadata: ModuleMetadata, toolsets?: string[]): Promise<Catalog> {
  const options = { toolsets, pageSize: 10, requireAccessDecision: false };
  const module = await Test.createTestingModule({
    imports: [DiscoveryModule, ...(metadata.imports ?? [])],
    providers: [
      Catalog,
      CatalogExplorer,
      { provide: AccessPolicy, useClass: ScopePolicy },
      { provide: CATALOG_OPTIONS, useValue: options },
      ...(metadata.providers ?? []),
    ],
  }).compile();
  await module.init();
  return module.get(Catalog);
}

const names = (catalog: Catalog): string[] => catalog.all().map(({ name }) => name);

const description = 'Does it.';

@Toolset()
class AlphaToolset {
  @Tool({ description }) firstThing(): void {}
  @Tool({ description, name: 'Exactly.This-1' }) other(): void {}
  notOffered(): void {}
}

@Toolset({ prefix: 'beta' })
class BetaToolset {
  @Tool({ description }) doIt(): void {}
}

describe('discovery', () => {
  it('finds the toolsets of every module, in the order of declaration', async () => {
    @Module({ providers: [BetaToolset] })
    class InnerModule {}
    @Module({ imports: [InnerModule], providers: [AlphaToolset] })
    class OuterModule {}
    const found = names(await catalogOf({ imports: [OuterModule] }));
    expect(found.sort()).toEqual(['Exactly.This-1', 'beta_do_it', 'first_thing']);
  });

  it.each([
    ['useClass', { provide: 'token', useClass: BetaToolset }],
    ['useValue', { provide: 'token', useValue: new BetaToolset() }],
    ['useFactory', { provide: 'token', useFactory: async () => new BetaToolset() }],
  ])('finds a toolset behind %s', async (_title, provider) => {
    expect(names(await catalogOf({ providers: [provider] }))).toEqual(['beta_do_it']);
  });

  it('serves a toolset once that has an alias', async () => {
    const providers = [BetaToolset, { provide: 'alias', useExisting: BetaToolset }];
    expect(names(await catalogOf({ providers }))).toEqual(['beta_do_it']);
  });

  it('finds a toolset that is made for each request', async () => {
    @Toolset({ scope: Scope.REQUEST, prefix: 'scoped' })
    class ScopedToolset {
      constructor(@Inject(REQUEST) readonly request: object) {}
      @Tool({ description }) run(): void {}
    }
    expect(names(await catalogOf({ providers: [ScopedToolset] }))).toEqual(['scoped_run']);
  });

  it('offers inherited methods under the names of the class that is provided', async () => {
    abstract class CrudToolset {
      @Tool({ description }) find(): void {}
      @Tool({ description }) remove(): void {}
    }
    @Toolset({ prefix: 'users' })
    class UsersToolset extends CrudToolset {
      override remove(): void {}
    }
    @Toolset({ prefix: 'orders' })
    class OrdersToolset extends CrudToolset {}
    expect(names(await catalogOf({ providers: [UsersToolset, OrdersToolset] }))).toEqual([
      'users_find',
      'orders_find',
      'orders_remove',
    ]);
  });

  it('serves only the toolsets that are asked for', async () => {
    expect(names(await catalogOf({ providers: [AlphaToolset, BetaToolset] }, ['alpha']))).toEqual([
      'first_thing',
      'Exactly.This-1',
    ]);
  });

  it('ignores providers that are no classes', async () => {
    const providers = [
      { provide: 'text', useValue: 'text' },
      { provide: 'nothing', useValue: null },
      { provide: 'function', useValue: () => 1 },
      { provide: 'bare', useValue: Object.create(null) as object },
    ];
    expect(names(await catalogOf({ providers }))).toEqual([]);
  });
});

class FileInput {
  @IsString() path!: string;
}

@Toolset({ prefix: 'files' })
@Scopes('files:read', 'files:list')
class FilesToolset {
  @Public() @Tool({ description, title: 'Open to all', annotations: { readOnlyHint: true } }) open(): void {}
  @Scopes('files:write') @Tool({ description, output: FileInput }) write(_ctx: McpContext, _input: FileInput): void {}
  @Resource({ uri: 'files://all', description, mimeType: 'text/plain' }) all(): void {}
  @ResourceTemplate({ uriTemplate: 'files://{+path}', description }) file(_input: FileInput): void {}
  @Prompt({ description }) explain(_input: FileInput): void {}
  @ListResources('file') list(): void {}
  @Complete('explain', 'path') paths(_request: CompletionRequest): void {}
}

const fileSchema = {
  type: 'object',
  properties: { path: { type: 'string' } },
  required: ['path'],
  additionalProperties: false,
};

describe('what is found', () => {
  it('is shown to clients in the words of the protocol', async () => {
    const catalog = await catalogOf({ providers: [FilesToolset] });
    const definitions = catalog.all().map((entry) => ('definition' in entry ? entry.definition : entry.name));
    expect(definitions).toEqual([
      {
        name: 'files_open',
        title: 'Open to all',
        description,
        inputSchema: { type: 'object', properties: {}, additionalProperties: false },
        annotations: { readOnlyHint: true },
      },
      { name: 'files_write', description, inputSchema: fileSchema, outputSchema: fileSchema },
      { name: 'files_all', uri: 'files://all', description, mimeType: 'text/plain' },
      { name: 'files_file', uriTemplate: 'files://{+path}', description },
      { name: 'files_explain', description, arguments: [{ name: 'path', required: true }] },
      'resources of file',
      'path of explain',
    ]);
  });

  it('knows what each parameter receives', async () => {
    const catalog = await catalogOf({ providers: [FilesToolset] });
    const write = await catalog.find('tool', 'files_write', Principal.anonymous());
    expect(write?.parameters).toEqual([
      { index: 0, source: 'context' },
      { index: 1, source: 'input' },
    ]);
  });

  it('follows the method over the class in who may use it, and the owner for lists and completions', async () => {
    const catalog = await catalogOf({ providers: [FilesToolset] });
    const reading = { public: false, scopes: ['files:read', 'files:list'] };
    expect(catalog.all().map(({ methodName, access }) => [methodName, access])).toEqual([
      ['open', { public: true }],
      ['write', { public: false, scopes: ['files:write'] }],
      ['all', reading],
      ['file', reading],
      ['explain', reading],
      ['list', reading],
      ['paths', reading],
    ]);
  });

  it('is hidden from those who may not use it', async () => {
    const catalog = await catalogOf({ providers: [FilesToolset] });
    const writer = Principal.local('ann', ['files:write', 'files:read']);
    const visible = await catalog.visible('tool', writer);
    expect([
      visible.map(({ name }) => name),
      await catalog.visible('resource', writer),
      (await catalog.find('tool', 'files_open', Principal.local('bob', [])))?.name,
      await catalog.find('tool', 'files_write', Principal.local('bob', [])),
    ]).toEqual([['files_open', 'files_write'], [], 'files_open', undefined]);
  });

  it('belongs together within one class, also when another class has the same name', async () => {
    const make = (prefix: string, uri: string): object => {
      @Toolset({ prefix })
      class SameToolset {
        @ResourceTemplate({ uriTemplate: uri, description }) file(_input: FileInput): void {}
        @ListResources('file') list(): void {}
      }
      Injectable()(SameToolset);
      return SameToolset;
    };
    const providers = [make('a', 'a://{path}'), make('b', 'b://{path}')] as NonNullable<ModuleMetadata['providers']>;
    const catalog = await catalogOf({ providers });
    const [first, second] = catalog.ofKind('resourceTemplate');
    const [listOfFirst, listOfSecond] = catalog.ofKind('resourceList');
    const found = [first!, second!].map((owner) => catalog.belongingTo('resourceList', owner));
    expect(found.map((lists) => lists.map((list) => [listOfFirst, listOfSecond].indexOf(list)))).toEqual([[0], [1]]);
  });
});
