import { Inject, Injectable, Logger } from '@nestjs/common';
import { Server, type ServerCapabilities, type ServerContext } from '@modelcontextprotocol/server';
import { CallFactory } from './call.factory.js';
import { ChangeBus } from './changes/change-bus.port.js';
import { forwardChange } from './changes/change-forwarder.js';
import type { Connection } from './connection.interface.js';
import { MethodTable, type Offer } from './method-table.js';
import type { Params } from './protocol-call.interface.js';
import { PROTOCOL_OPTIONS, type ProtocolOptions } from './protocol.options.js';

type RegisterMethod = (
  method: string,
  handler: (request: { params?: Params }, context: ServerContext) => Promise<Record<string, unknown>>,
) => void;

/** Makes SDK servers: thin callers of the method table, one for each connection or stateless request. */
@Injectable()
export class ServerFactory {
  private readonly logger = new Logger('Protocol');

  constructor(
    private readonly table: MethodTable,
    private readonly calls: CallFactory,
    private readonly changes: ChangeBus,
    @Inject(PROTOCOL_OPTIONS) private readonly options: ProtocolOptions,
  ) {}

  create(connection: Connection): Server {
    const offer = this.table.offer();
    const { serverInfo, instructions } = this.options;
    const server = new Server({ ...serverInfo }, { capabilities: capabilitiesOf(offer, connection), instructions });
    server.onerror = (error) => this.logger.debug(error.message);
    const subscriptions = connection.era === 'legacy' && connection.live ? new Set<string>() : undefined;
    const register = server.setRequestHandler.bind(server) as unknown as RegisterMethod;
    for (const [method, serve] of this.table.offered()) {
      if (method.endsWith('subscribe') && !subscriptions) continue;
      register(method, async (request, context) => {
        const params = request.params ?? {};
        const call = await this.calls.create({ method, params, context, server, connection, subscriptions });
        return { ...(await serve(params, call)) };
      });
    }
    if (connection.live) this.announceChanges(server, offer, connection, subscriptions);
    return server;
  }

  private announceChanges(
    server: Server,
    offer: Offer,
    { era }: Connection,
    subscriptions: Set<string> | undefined,
  ): void {
    let stop: (() => void) | undefined;
    const start = (): void => {
      stop ??= this.changes.subscribe((change) => {
        forwardChange(change, server, offer, subscriptions).catch((error: Error) =>
          this.logger.debug(`A change notice was not sent: ${error.message}`),
        );
      });
    };
    // A legacy client hears nothing before it has finished the handshake (2025-11-25, basic/lifecycle).
    if (era === 'legacy') server.oninitialized = start;
    else start();
    server.onclose = () => stop?.();
  }
}

function capabilitiesOf(offer: Offer, { era, live }: Connection): ServerCapabilities {
  const listChanged = live || era === 'modern';
  return {
    ...(offer.tools && { tools: listChanged ? { listChanged } : {} }),
    ...(offer.prompts && { prompts: listChanged ? { listChanged } : {} }),
    ...(offer.resources && { resources: listChanged ? { listChanged, subscribe: true } : {} }),
    ...(offer.completions && { completions: {} }),
    logging: {},
  };
}
