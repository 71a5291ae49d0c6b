import { Inject, Injectable, type Type } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import type { SchemaSource } from '../contract/schema.types.js';
import type { ToolsetOptions } from '../contract/toolset.decorator.js';
import { classChecks, controllerChecks, undecoratedChecks, type Fault } from './catalog-faults.js';
import { defaultToolsetName } from './entries/capability-name.js';
import type { CatalogEntry, ProviderRef } from './entries/catalog-entry.interface.js';
import { accessOf, declarationsOf, toolsetOptionsOf } from './entries/declarations.js';
import { createEntry } from './entries/entry.factory.js';
import { isClass, loadSchemaCompiler } from './schemas/index.js';

/** Injection token of the catalog's options. */
export const CATALOG_OPTIONS = Symbol('polyport:catalog-options');

export interface CatalogOptions {
  /** Names of the toolsets to serve; `undefined` serves all. */
  readonly toolsets: readonly string[] | undefined;
  /** Entries on one page of a list. */
  readonly pageSize: number;
  /** Refuse capabilities without `@Scopes` or `@Public`: on when callers are authenticated. */
  readonly requireAccessDecision: boolean;
}

export interface Exploration {
  readonly entries: readonly CatalogEntry[];
  readonly faults: readonly Fault[];
}

/** Finds the capabilities of every toolset in every module of the application. */
@Injectable()
export class CatalogExplorer {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    @Inject(CATALOG_OPTIONS) private readonly options: CatalogOptions,
  ) {}

  async explore(): Promise<Exploration> {
    const entries: CatalogEntry[] = [];
    const faults: Fault[] = [];
    const toolsets = new Set<string>();
    const provided = new Set<Type>();
    for (const provider of this.discovery.getProviders()) {
      const type = classOf(provider);
      if (type === undefined) continue;
      provided.add(type);
      const options = toolsetOptionsOf(type);
      if (options === undefined) {
        faults.push(...undecoratedChecks(type, this.methodNames(type)));
        continue;
      }
      const toolset = nameOf(type, options);
      toolsets.add(toolset);
      if (!this.isSelected(toolset)) continue;
      faults.push(...classChecks(type, this.methodNames(type)));
      const context = { provider, type, toolset, prefix: options.prefix, className: type.name };
      for (const methodName of this.methodNames(type)) {
        const report = (message: string): unknown => faults.push({ where: `${type.name}.${methodName}`, message });
        for (const declaration of declarationsOf(type, methodName)) {
          const method = { ...context, methodName, declaration, access: accessOf(type, methodName) };
          if (hasOwnSchema(declaration.options)) await loadSchemaCompiler();
          const entry = createEntry(method, report);
          if (entry) entries.push(entry);
        }
      }
    }
    for (const controller of this.discovery.getControllers()) {
      const type = classOf(controller);
      if (type === undefined || provided.has(type)) continue;
      const options = toolsetOptionsOf(type);
      const toolset = options && nameOf(type, options);
      if (toolset !== undefined) toolsets.add(toolset);
      if (toolset === undefined || this.isSelected(toolset)) {
        faults.push(...controllerChecks(type, this.methodNames(type)));
      }
    }
    return { entries, faults: [...faults, ...this.unknownToolsets([...toolsets])] };
  }

  private methodNames(type: Type): string[] {
    return this.scanner.getAllMethodNames(type.prototype as object);
  }

  private isSelected(toolset: string): boolean {
    return this.options.toolsets?.includes(toolset) ?? true;
  }

  private unknownToolsets(known: readonly string[]): Fault[] {
    const unknown = (this.options.toolsets ?? []).filter((name) => !known.includes(name));
    return unknown.map((name) => ({
      where: 'TOOLSETS',
      message: `there is no toolset '${name}': the application has ${known.join(', ') || 'none'}`,
    }));
  }
}

function nameOf(type: Type, { name, prefix }: ToolsetOptions): string {
  return name ?? defaultToolsetName(prefix, type.name);
}

function classOf(provider: ProviderRef): Type | undefined {
  if (provider.isAlias) return undefined;
  const type = provider.isNotMetatype ? (provider.instance as object | null)?.constructor : provider.metatype;
  return typeof type === 'function' && typeof type.prototype === 'object' ? (type as Type) : undefined;
}

/** Whether a declaration gives a schema other than a class: it must compile before the boot goes on. */
function hasOwnSchema({ input, output }: { readonly input?: SchemaSource; readonly output?: SchemaSource }): boolean {
  return [input, output].some((source) => source !== undefined && !isClass(source));
}
