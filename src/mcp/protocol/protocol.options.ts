import type { CacheHint } from '../contract/resource.decorators.js';

/** Injection token of the protocol's options. */
export const PROTOCOL_OPTIONS = Symbol('polyport:protocol-options');

export interface ProtocolOptions {
  readonly serverInfo: { readonly name: string; readonly version: string; readonly title?: string };
  /** Told to every client: how the server is meant to be used. */
  readonly instructions: string | undefined;
  /** How long clients may keep the lists of capabilities. Default: not at all. */
  readonly listCache?: CacheHint;
  /** Key for `requestState`, ≥ 32 bytes; equal on every node that serves the same clients. */
  readonly stateSecret: string;
  /**
   * Whether the process keeps running between requests, as change notices and tasks need it. Default: true. Otherwise
   * neither is offered.
   */
  readonly keepsRunning?: boolean;
}
