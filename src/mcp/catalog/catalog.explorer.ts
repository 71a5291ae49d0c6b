import { Inject, Injectable, type Type } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import type { AccessDecision } from '../contract/access-decision.js';
import {
  CAPABILITY_METADATA,
  PUBLIC_METADATA,
  SCOPES_METADATA,
  TOOLSET_METADATA,
  type CapabilityDeclaration,
} from '../contract/metadata.js';
import type { ToolsetOptions } from '../contract/toolset.decorator.js';
import { defaultToolsetName } from './capability-name.js';
import type { CatalogEntry, ProviderRef } from './catalog-entry.interface.js';
import { CATALOG_OPTIONS, type CatalogOptions } from './catalog.options.js';
import type { Fault } from './catalog-faults.error.js';
import { createEntry } from './entry.factory.js';

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

  explore(): Exploration {
    const entries: CatalogEntry[] = [];
    const faults: Fault[] = [];
    const toolsets = new Set<string>();
    for (const provider of this.discovery.getProviders()) {
      const type = classOf(provider);
      if (type === undefined) continue;
      const options = Reflect.getMetadata(TOOLSET_METADATA, type) as ToolsetOptions | undefined;
      const methods = this.capabilityMethods(type);
      if (options === undefined) {
        if (methods.length > 0) faults.push({ where: type.name, message: notAToolset(methods) });
        continue;
      }
      const toolset = options.name ?? defaultToolsetName(options.prefix, type.name);
      toolsets.add(toolset);
      if (this.options.toolsets && !this.options.toolsets.includes(toolset)) continue;
      for (const name of staticCapabilities(type))
        faults.push({ where: `${type.name}.${name}`, message: STATIC_METHOD });
      if (methods.length === 0) faults.push({ where: type.name, message: EMPTY_TOOLSET });
      for (const methodName of methods) {
        const where = `${type.name}.${methodName}`;
        for (const declaration of declarationsOf(type, methodName)) {
          const method = { provider, type, toolset, prefix: options.prefix, className: type.name, methodName };
          const entry = createEntry({ ...method, declaration, access: accessOf(type, methodName) }, (message) =>
            faults.push({ where, message }),
          );
          if (entry) entries.push(entry);
        }
      }
    }
    const unknown = (this.options.toolsets ?? []).filter((name) => !toolsets.has(name));
    for (const name of unknown) {
      faults.push({
        where: 'TOOLSETS',
        message: `there is no toolset '${name}': the application has ${[...toolsets].join(', ') || 'none'}`,
      });
    }
    return { entries, faults };
  }

  private capabilityMethods(type: Type): string[] {
    const names = this.scanner.getAllMethodNames(type.prototype as object);
    return names.filter((name) => declarationsOf(type, name).length > 0);
  }
}

const EMPTY_TOOLSET =
  'the toolset offers nothing: decorate a method with @Tool, @Resource, @ResourceTemplate or @Prompt';

const STATIC_METHOD = 'a static method is never served: make it a method of the instance';

function staticCapabilities(type: Type): string[] {
  const descriptors = Object.entries<PropertyDescriptor>(Object.getOwnPropertyDescriptors(type));
  const isCapability = (value: unknown): boolean =>
    typeof value === 'function' && Reflect.hasOwnMetadata(CAPABILITY_METADATA, value);
  return descriptors.filter(([, { value }]) => isCapability(value)).map(([name]) => name);
}

function notAToolset(methods: readonly string[]): string {
  return `${methods.join(', ')} would never be served: put @Toolset() on the class`;
}

function classOf(provider: ProviderRef): Type | undefined {
  if (provider.isAlias) return undefined;
  const type = provider.isNotMetatype ? (provider.instance as object | null)?.constructor : provider.metatype;
  return typeof type === 'function' && typeof type.prototype === 'object' ? (type as Type) : undefined;
}

function declarationsOf(type: Type, methodName: string): CapabilityDeclaration[] {
  const descriptor = findDescriptor(type.prototype as object, methodName);
  if (typeof descriptor?.value !== 'function') return [];
  return (Reflect.getOwnMetadata(CAPABILITY_METADATA, descriptor.value as object) ?? []) as CapabilityDeclaration[];
}

function findDescriptor(prototype: object | null, name: string): PropertyDescriptor | undefined {
  if (prototype === null) return undefined;
  return (
    Object.getOwnPropertyDescriptor(prototype, name) ??
    findDescriptor(Object.getPrototypeOf(prototype) as object | null, name)
  );
}

function accessOf(type: Type, methodName: string): AccessDecision | undefined {
  const method = findDescriptor(type.prototype as object, methodName)?.value as object | undefined;
  return (method && decisionOn(method)) ?? decisionOn(type);
}

function decisionOn(target: object): AccessDecision | undefined {
  const scopes = Reflect.getMetadata(SCOPES_METADATA, target) as string[] | undefined;
  if (scopes) return { public: false, scopes };
  return Reflect.getMetadata(PUBLIC_METADATA, target) === true ? { public: true } : undefined;
}
