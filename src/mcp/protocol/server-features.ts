import { Inject, Injectable } from '@nestjs/common';
import {
  SUPPORTED_PROTOCOL_VERSIONS,
  LATEST_PROTOCOL_VERSION,
  type ServerCapabilities,
} from '@modelcontextprotocol/server';
import { Catalog } from '../catalog/index.js';
import type { ProtocolEra } from '../contract/mcp-context.js';
import type { Params } from './params.js';
import { PROTOCOL_OPTIONS, type ProtocolOptions } from './protocol.options.js';
import { TASKS_EXTENSION } from './tasks/task.types.js';
import { MODERN_REVISION } from './wire/classification.js';

/** How a client is connected, as far as it decides what the server offers. */
export interface ConnectionKind {
  readonly era: ProtocolEra;
  /** The connection outlives a request: changes can be announced and, in the legacy era, the client be asked. */
  readonly live: boolean;
}

/** Families of methods that the application has capabilities for. */
export interface Families {
  readonly tools: boolean;
  readonly prompts: boolean;
  readonly resources: boolean;
  readonly completions: boolean;
  readonly tasks: boolean;
  /** Changes are announced: the process outlives a request. */
  readonly changes: boolean;
}

/** What the server tells clients about itself. */
@Injectable()
export class ServerFeatures {
  private found: Families | undefined;

  constructor(
    private readonly catalog: Catalog,
    @Inject(PROTOCOL_OPTIONS) private readonly options: ProtocolOptions,
  ) {}

  /** The catalog is complete once the application has started. */
  get families(): Families {
    return (this.found ??= this.find());
  }

  capabilities({ era, live }: ConnectionKind): ServerCapabilities {
    const { families } = this;
    const listChanged = families.changes && (live || era === 'modern');
    return {
      ...(families.tools && { tools: listChanged ? { listChanged } : {} }),
      ...(families.prompts && { prompts: listChanged ? { listChanged } : {} }),
      ...(families.resources && { resources: listChanged ? { listChanged, subscribe: true } : {} }),
      ...(families.completions && { completions: {} }),
      logging: {},
      ...(families.tasks && era === 'modern' && { extensions: { [TASKS_EXTENSION]: {} } }),
    };
  }

  /** Result of `initialize` (2025-11-25, basic/lifecycle). */
  initializeResult(revision: string, live: boolean): Params {
    const { serverInfo, instructions } = this.options;
    return {
      protocolVersion: revision,
      capabilities: this.capabilities({ era: 'legacy', live }),
      serverInfo,
      ...(instructions && { instructions }),
    };
  }

  /** Result of `server/discover` (2026-07-28, server/discover). */
  discoverResult(live: boolean): Params {
    const { instructions } = this.options;
    return {
      supportedVersions: [MODERN_REVISION],
      capabilities: this.capabilities({ era: 'modern', live }),
      ...(instructions && { instructions }),
    };
  }

  private find(): Families {
    const has = (...kinds: string[]): boolean => this.catalog.all().some(({ kind }) => kinds.includes(kind));
    const { keepsRunning = true } = this.options;
    return {
      changes: keepsRunning,
      tools: has('tool'),
      prompts: has('prompt'),
      resources: has('resource', 'resourceTemplate'),
      completions: has('completion'),
      tasks: keepsRunning && this.catalog.ofKind('tool').some(({ task }) => task !== undefined),
    };
  }
}

/** The revision that `initialize` settles on: the newest one where the requested is unknown (2025-11-25, basic/lifecycle). */
export function negotiated(requested: string): string {
  return SUPPORTED_PROTOCOL_VERSIONS.includes(requested) ? requested : LATEST_PROTOCOL_VERSION;
}
