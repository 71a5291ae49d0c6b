import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Server, StandardSchemaV1 } from '@modelcontextprotocol/server';
import { Auditor } from './audit/auditor.js';
import { callOrigin } from './audit/call-origin.js';
import { CallFactory } from './call.factory.js';
import { ChangeBus, type Change } from './changes/change-bus.port.js';
import { forwardChange } from './changes/change-forwarder.js';
import { ListenFilter } from './changes/listen-filter.js';
import type { Connection } from './connection.interface.js';
import { ListCache } from './list-cache.js';
import { MethodTable, type Offer } from './method-table.js';
import type { Params, ProtocolCall } from './protocol-call.interface.js';
import { TableServer } from './table.server.js';
import { PROTOCOL_OPTIONS, type ProtocolOptions } from './protocol.options.js';
import type { RequestFacts } from './request-facts.interface.js';
import { factsOf } from './sdk-request.js';
import { capabilitiesOf, isServed } from './server-capabilities.js';

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
    private readonly listens: ListenFilter,
    private readonly auditor: Auditor,
    private readonly lists: ListCache,
    @Inject(PROTOCOL_OPTIONS) private readonly options: ProtocolOptions,
  ) {}

  create(connection: Connection): Server {
    const offer = this.table.offer();
    const { serverInfo, instructions } = this.options;
    const server = new TableServer(
      { ...serverInfo },
      { capabilities: capabilitiesOf(offer, connection), instructions, cacheHints: this.lists.hints() },
    );
    server.onerror = (error) => this.logger.debug(error.message);
    const subscriptions = connection.era === 'legacy' && connection.live ? new Set<string>() : undefined;
    for (const [method, serve] of this.table.offered()) {
      if (!isServed(method, connection)) continue;
      server.setRequestHandler(method, { params: ANY_PARAMS }, async (params, context) => {
        const facts = factsOf({ method, params, context, server, connection, subscriptions });
        return { ...(await serve(params, await this.callOf(facts))) };
      });
    }
    if (connection.live) this.announceChanges(server, offer, connection, subscriptions);
    return server;
  }

  /** @throws ProtocolError −32602 for a `requestState` that does not belong to the request */
  private async callOf(facts: RequestFacts): Promise<ProtocolCall> {
    try {
      return await this.calls.create(facts);
    } catch (error) {
      await this.auditor.refused(facts.method, facts.params, callOrigin(facts), error);
      throw error;
    }
  }

  private announceChanges(
    server: Server,
    offer: Offer,
    connection: Connection,
    subscriptions: Set<string> | undefined,
  ): void {
    let stop: (() => void) | undefined;
    const forward = async (change: Change): Promise<void> => {
      if (await this.mayHear(change, connection, subscriptions))
        await forwardChange(change, server, offer, subscriptions);
    };
    // One after the other: a notice whose hearer takes longer to look up must not be overtaken.
    let forwarded = Promise.resolve();
    const start = (): void => {
      stop ??= this.changes.subscribe((change) => {
        forwarded = forwarded
          .then(() => forward(change))
          .catch((error: Error) => this.logger.debug(`A change notice was not sent: ${error.message}`));
      });
    };
    // A legacy client hears nothing before it has finished the handshake (2025-11-25, basic/lifecycle).
    if (connection.era === 'legacy') server.oninitialized = start;
    else start();
    server.onclose = () => stop?.();
  }

  /** Asked anew for each change: access may have ended since the client subscribed. */
  private async mayHear(
    change: Change,
    { principal }: Connection,
    subscriptions: ReadonlySet<string> | undefined,
  ): Promise<boolean> {
    if (change.kind !== 'resource_updated') return true;
    const isFollowed = subscriptions?.has(change.uri) ?? true;
    return isFollowed && (await this.listens.isSeen(change.uri, principal));
  }
}
