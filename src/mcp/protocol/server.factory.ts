import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Server, ServerCapabilities, ServerOptions, StandardSchemaV1 } from '@modelcontextprotocol/server';
import { Auditor } from './audit/auditor.js';
import { CallFactory, type CallSource } from './call.factory.js';
import { ChangeBus, type Change } from './changes/change-bus.port.js';
import { forwardChange } from './changes/change-forwarder.js';
import type { Connection } from './connection.interface.js';
import { MethodTable, type MethodName, type Offer } from './method-table.js';
import type { Params, ProtocolCall } from './protocol-call.interface.js';
import { TableServer } from './table.server.js';
import { TASKS_EXTENSION } from './tasks/task.types.js';
import { PROTOCOL_OPTIONS, type ProtocolOptions } from './protocol.options.js';
import { ResourceFinder } from './resource.finder.js';

/** Parameters reach the table as they came: it checks them itself, with one set of answers for every caller. */
const ANY_PARAMS: StandardSchemaV1<unknown, Params> = {
  '~standard': { version: 1, vendor: 'polyport', validate: (value) => ({ value: value as Params }) },
};

/** Makes SDK servers: thin callers of the method table, one for each connection or stateless request. */
@Injectable()
export class ServerFactory {
  private readonly logger = new Logger('Protocol');

  constructor(
    private readonly table: MethodTable,
    private readonly calls: CallFactory,
    private readonly changes: ChangeBus,
    private readonly resources: ResourceFinder,
    private readonly auditor: Auditor,
    @Inject(PROTOCOL_OPTIONS) private readonly options: ProtocolOptions,
  ) {}

  create(connection: Connection): Server {
    const offer = this.table.offer();
    const { serverInfo, instructions, lasting = true } = this.options;
    const server = new TableServer(
      { ...serverInfo },
      { capabilities: capabilitiesOf(offer, connection, lasting), instructions, cacheHints: this.cacheHints() },
    );
    server.onerror = (error) => this.logger.debug(error.message);
    const subscriptions = connection.era === 'legacy' && connection.live ? new Set<string>() : undefined;
    for (const [method, serve] of this.table.offered()) {
      if (!isServed(method, connection)) continue;
      server.setRequestHandler(method, { params: ANY_PARAMS }, async (params, context) => {
        const source = { method, params, context, server, connection, subscriptions };
        return { ...(await serve(params, await this.callOf(source))) };
      });
    }
    if (connection.live) this.announceChanges(server, offer, connection, subscriptions);
    return server;
  }

  /** @throws ProtocolError −32602 for a `requestState` that does not belong to the request */
  private async callOf(source: CallSource): Promise<ProtocolCall> {
    try {
      return await this.calls.create(source);
    } catch (error) {
      await this.auditor.refused(source.method, source.params, this.calls.origin(source), error);
      throw error;
    }
  }

  /** A list that differs from caller to caller is never public, whatever was asked for. */
  private cacheHints(): ServerOptions['cacheHints'] {
    const { listCache } = this.options;
    if (!listCache) return undefined;
    const cacheScope = listCache.scope === 'public' && this.table.isEqualForAll() ? 'public' : 'private';
    const hint = { ttlMs: listCache.ttlMs, cacheScope } as const;
    return { 'tools/list': hint, 'prompts/list': hint, 'resources/list': hint, 'resources/templates/list': hint };
  }

  private announceChanges(
    server: Server,
    offer: Offer,
    connection: Connection,
    subscriptions: Set<string> | undefined,
  ): void {
    let stop: (() => void) | undefined;
    const forward = async (change: Change): Promise<void> => {
      if (await this.mayHear(change, connection)) await forwardChange(change, server, offer, subscriptions);
    };
    const start = (): void => {
      stop ??= this.changes.subscribe((change) => {
        forward(change).catch((error: Error) => this.logger.debug(`A change notice was not sent: ${error.message}`));
      });
    };
    // A legacy client hears nothing before it has finished the handshake (2025-11-25, basic/lifecycle).
    if (connection.era === 'legacy') server.oninitialized = start;
    else start();
    server.onclose = () => stop?.();
  }

  /** The legacy era asks when the client subscribes; the modern era's `subscriptions/listen` takes any URI. */
  private async mayHear(change: Change, { era, principal }: Connection): Promise<boolean> {
    if (era === 'legacy' || change.kind !== 'resource_updated') return true;
    return (await this.resources.find(change.uri, principal)) !== undefined;
  }
}

/** Subscriptions of the legacy era need a connection to live on; tasks exist in the modern era only. */
function isServed(method: MethodName, { era, live }: Connection): boolean {
  if (method === 'resources/subscribe' || method === 'resources/unsubscribe') return era === 'legacy' && live;
  return era === 'modern' || !method.startsWith('tasks/');
}

function capabilitiesOf(offer: Offer, { era, live }: Connection, lasting: boolean): ServerCapabilities {
  const listChanged = lasting && (live || era === 'modern');
  return {
    ...(offer.tools && { tools: listChanged ? { listChanged } : {} }),
    ...(offer.prompts && { prompts: listChanged ? { listChanged } : {} }),
    ...(offer.resources && { resources: listChanged ? { listChanged, subscribe: true } : {} }),
    ...(offer.completions && { completions: {} }),
    logging: {},
    ...(offer.tasks && era === 'modern' && { extensions: { [TASKS_EXTENSION]: {} } }),
  };
}
