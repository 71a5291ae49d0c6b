import 'reflect-metadata';
import type { Provider } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { AccessPolicy, Public, Principal, Scopes, Tool, Toolset } from '../contract/index.js';
import { Catalog } from './catalog.js';
import { CatalogExplorer, CATALOG_OPTIONS } from './catalog.explorer.js';
import { ComposedPolicy, ScopePolicy } from './composed-policy.js';

const description = 'Does it.';

@Toolset()
class NotesToolset {
  @Tool({ description }) @Public() read(): void {}
  @Tool({ description }) @Scopes('notes:write') write(): void {}
}

const reader = Principal.local('ann', []);
const writer = Principal.local('bob', ['notes:write']);

/** The catalog under a policy composed of the scopes and the given rules of an application. */
async function catalogWith(...rules: unknown[]): Promise<Catalog> {
  const provided = rules.map((answer): Provider => ({ provide: AccessPolicy, useValue: { allows: () => answer } }));
  const modules = provided.map((provider) => ({ module: class Rules {}, providers: [provider] }));
  const module = await Test.createTestingModule({
    imports: [DiscoveryModule, ...modules],
    providers: [
      ScopePolicy,
      ComposedPolicy,
      {
        provide: Catalog,
        useFactory: (explorer: CatalogExplorer, policy: ComposedPolicy, options: never) =>
          new Catalog(explorer, policy, options),
        inject: [CatalogExplorer, ComposedPolicy, CATALOG_OPTIONS],
      },
      CatalogExplorer,
      { provide: CATALOG_OPTIONS, useValue: { toolsets: undefined, pageSize: 10, requireAccessDecision: false } },
      NotesToolset,
    ],
  }).compile();
  await module.init();
  return module.get(Catalog);
}

const namesOf = (entries: readonly { readonly name: string }[]): string[] => entries.map(({ name }) => name);

describe('an application without rules of its own', () => {
  it('has its answers at once', async () => {
    const catalog = await catalogWith();
    expect([
      catalog.visible('tool', reader),
      catalog.visible('tool', writer),
      catalog.find('tool', 'write', writer),
      catalog.find('tool', 'write', reader),
      catalog.find('tool', 'absent', writer),
    ]).toMatchObject([
      [{ name: 'read' }],
      [{ name: 'read' }, { name: 'write' }],
      { name: 'write' },
      undefined,
      undefined,
    ]);
  });
});

describe('an application with rules', () => {
  it.each<[string, unknown[], string[]]>([
    ['a rule that allows', [true], ['read', 'write']],
    ['a rule that allows later', [Promise.resolve(true)], ['read', 'write']],
    ['a rule that refuses', [false], []],
    ['one rule of two that refuses', [true, Promise.resolve(false)], []],
    ['a rule that gives something truthy', ['yes'], []],
    ['a rule that gives something truthy later', [Promise.resolve(1)], []],
    ['a rule that gives nothing', [undefined], []],
  ])('needs all of them to allow: %s', async (_title, rules, allowed) => {
    const catalog = await catalogWith(...rules);
    const found = await Promise.all(['read', 'write'].map(async (name) => catalog.find('tool', name, writer)));
    expect([
      namesOf(await catalog.visible('tool', writer)),
      namesOf(found.filter((entry) => entry !== undefined)),
    ]).toEqual([allowed, allowed]);
  });

  it('grants nothing that the scopes refuse', async () => {
    const catalog = await catalogWith(true);
    expect([namesOf(await catalog.visible('tool', reader)), await catalog.find('tool', 'write', reader)]).toEqual([
      ['read'],
      undefined,
    ]);
  });
});
