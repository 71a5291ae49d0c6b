import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  DEFAULT_NEGOTIATED_PROTOCOL_VERSION,
  PROTOCOL_VERSION_META_KEY,
  type ClientCapabilities,
  type Server,
  type ServerContext,
} from '@modelcontextprotocol/server';
import type { ClientInfo } from '../contract/mcp-context.js';
import type { Outbox } from '../invocation/index.js';
import type { Connection } from './connection.interface.js';
import { edgeOf } from './edge-info.js';
import type { MethodName } from './method-table.js';
import { progressNotice } from './outbox-messages.js';
import type { Params } from './protocol-call.interface.js';
import type { SendToClient } from './questions/pushed-questions.js';
import type { Answers } from './questions/round-trip-questions.js';
import type { RequestFacts } from './request-facts.interface.js';

/** How long a person may take over a question that was pushed to the client. */
const ANSWER_TIMEOUT_MS = 600_000;

/** A request as a server of the SDK hands it over. */
export interface SdkRequest {
  readonly method: MethodName;
  readonly params: Params;
  readonly context: ServerContext;
  readonly server: Server;
  readonly connection: Connection;
  readonly subscriptions: Set<string> | undefined;
}

/** What the SDK knows about a request. */
export function factsOf({ method, params, context, server, connection, subscriptions }: SdkRequest): RequestFacts {
  const { mcpReq, http, sessionId } = context;
  const { transport, era } = connection;
  const edge = edgeOf(http?.authInfo);
  const envelope = mcpReq.envelope as Record<string, unknown> | undefined;
  return {
    method,
    params,
    principal: edge?.principal ?? connection.principal,
    transport,
    era,
    protocolRevision: (envelope?.[PROTOCOL_VERSION_META_KEY] as string | undefined) ?? legacyRevision(server, context),
    requestId: mcpReq.id,
    sessionId,
    client: (envelope?.[CLIENT_INFO_META_KEY] ?? server.getClientVersion()) as ClientInfo | undefined,
    meta: mcpReq._meta ?? {},
    signal: mcpReq.signal,
    httpRequest: edge?.request,
    outbox: outboxOf(context),
    clientCapabilities: envelope
      ? (envelope[CLIENT_CAPABILITIES_META_KEY] as ClientCapabilities | undefined)
      : server.getClientCapabilities(),
    inputResponses: (mcpReq.inputResponses ?? {}) as Answers,
    requestState: mcpReq.requestState(),
    ask: era === 'legacy' && connection.live ? asking(context) : undefined,
    subscriptions,
  };
}

/** The revision of a legacy connection; a stateless request names it in its header, since 2025-06-18. */
function legacyRevision(server: Server, { http }: ServerContext): string {
  const header = http?.req?.headers.get('mcp-protocol-version');
  return server.getNegotiatedProtocolVersion() ?? header ?? DEFAULT_NEGOTIATED_PROTOCOL_VERSION;
}

function asking({ mcpReq }: ServerContext): SendToClient {
  return (request) => mcpReq.send(request as never, { timeout: ANSWER_TIMEOUT_MS, signal: mcpReq.signal });
}

function outboxOf({ mcpReq, http }: ServerContext): Outbox {
  const progressToken = mcpReq._meta?.progressToken;
  return {
    progress: async (progress, total, message) => {
      if (progressToken === undefined) return;
      await mcpReq.notify(progressNotice(progressToken, progress, total, message));
    },
    log: (level, data, logger) => mcpReq.log(level, data, logger),
    releaseStream: () => http?.closeSSE?.(),
  };
}
