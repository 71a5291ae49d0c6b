import type { Provider, Type } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { CatalogFaultsError } from '../../../src/mcp/catalog/catalog-faults.js';
import { Catalog } from '../../../src/mcp/catalog/catalog.js';
import { CATALOG_OPTIONS, CatalogExplorer } from '../../../src/mcp/catalog/catalog.explorer.js';
import { ScopePolicy } from '../../../src/mcp/catalog/composed-policy.js';
import { AccessPolicy } from '../../../src/mcp/contract/index.js';

interface Boot {
  readonly toolsets?: readonly string[];
  readonly requireAccessDecision?: boolean;
  readonly controllers?: Type[];
  readonly imports?: Type[];
}

/** What the boot says of an application with these providers: one line for each fault. */
export async function faultsOf(providers: Provider[], options: Boot = {}): Promise<string[]> {
  const { controllers = [], imports = [], ...rest } = options;
  const catalogOptions = { toolsets: undefined, pageSize: 10, requireAccessDecision: false, ...rest };
  const module = await Test.createTestingModule({
    imports: [DiscoveryModule, ...imports],
    controllers,
    providers: [
      ...[Catalog, CatalogExplorer, { provide: AccessPolicy, useClass: ScopePolicy }],
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
  return faults.map(({ where, message }) => `${where}: ${message}`);
}
