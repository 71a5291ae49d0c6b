import { Injectable, type ScopeOptions } from '@nestjs/common';
import { TOOLSET_METADATA } from './metadata.js';

export interface ToolsetOptions extends ScopeOptions {
  /** Name by which `TOOLSETS` selects the toolset. Default: the prefix, or the class name without `Toolset`. */
  readonly name?: string;
  /** Put before the names of tools and prompts that have no `name` of their own: `orders` → `orders_change_address`. */
  readonly prefix?: string;
}

/**
 * Nest registers globally bound, request-scoped enhancers only with providers that carry this mark, the one that
 * resolvers and gateways carry. Its value is part of Nest's metadata contract.
 */
const ENTRY_PROVIDER_WATERMARK = '__entryProvider__';

/**
 * Marks a provider whose decorated methods are offered to MCP clients.
 *
 * @example
 * ```ts
 * @Toolset({ prefix: 'orders' })
 * export class OrdersToolset {
 *   @Tool({ description: 'Find an order by its number.' })
 *   find(input: FindOrderInput): Promise<OrderView> { … }
 * }
 * ```
 */
export function Toolset(options: ToolsetOptions = {}): ClassDecorator {
  return (target) => {
    Injectable(options)(target);
    Reflect.defineMetadata(TOOLSET_METADATA, options, target);
    Reflect.defineMetadata(ENTRY_PROVIDER_WATERMARK, true, target);
  };
}
