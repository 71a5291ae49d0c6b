import { Injectable } from '@nestjs/common';
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
import type { Principal } from '../contract/principal.js';
import { callOrigin, type CallOrigin } from './audit/call-origin.js';
import type { Outbox, QuestionChannel } from '../invocation/index.js';
import type { Connection } from './connection.interface.js';
import { edgeOf } from './edge-info.js';
import type { MethodName } from './method-table.js';
import type { Params, ProtocolCall } from './protocol-call.interface.js';
import { NoQuestions } from './questions/no-questions.js';
import { PushedQuestions, type SendToClient } from './questions/pushed-questions.js';
import { RequestState } from './questions/request-state.js';
import { RoundTripQuestions, type Answers } from './questions/round-trip-questions.js';

/** How long a person may take over a question that was pushed to the client. */
const ANSWER_TIMEOUT_MS = 600_000;

/** What identifies the capability that a question belongs to, by method. */
const ASKING: Partial<Record<MethodName, string>> = {
  'tools/call': 'name',
  'prompts/get': 'name',
  'resources/read': 'uri',
};

export interface CallSource {
  readonly method: MethodName;
  readonly params: Params;
  readonly context: ServerContext;
  readonly server: Server;
  readonly connection: Connection;
  readonly subscriptions: Set<string> | undefined;
}

/** Makes a call of what the SDK knows about a request. */
@Injectable()
export class CallFactory {
  constructor(private readonly requestState: RequestState) {}

  /** @throws ProtocolError −32602 for a `requestState` that does not belong to this request */
  async create(source: CallSource): Promise<ProtocolCall> {
    const { context, server, connection, subscriptions } = source;
    const { mcpReq, http } = context;
    const edge = edgeOf(http?.authInfo);
    const principal = edge?.principal ?? connection.principal;
    const envelope = mcpReq.envelope as Record<string, unknown> | undefined;
    const clientCapabilities = envelope
      ? (envelope[CLIENT_CAPABILITIES_META_KEY] as ClientCapabilities | undefined)
      : server.getClientCapabilities();
    return {
      principal,
      transport: connection.transport,
      era: connection.era,
      protocolRevision:
        (envelope?.[PROTOCOL_VERSION_META_KEY] as string | undefined) ?? legacyRevision(server, context),
      requestId: mcpReq.id,
      sessionId: context.sessionId,
      client: (envelope?.[CLIENT_INFO_META_KEY] ?? server.getClientVersion()) as ClientInfo | undefined,
      meta: mcpReq._meta ?? {},
      signal: mcpReq.signal,
      httpRequest: edge?.request,
      outbox: outboxOf(context),
      questions: await this.questions(source, principal, clientCapabilities),
      clientCapabilities,
      inputResponses: (mcpReq.inputResponses ?? {}) as Answers,
      subscriptions,
    };
  }

  /** Where a request comes from, whether or not it becomes a call. */
  origin({ context, connection }: CallSource): CallOrigin {
    const { mcpReq, http, sessionId } = context;
    const edge = edgeOf(http?.authInfo);
    return callOrigin({
      principal: edge?.principal ?? connection.principal,
      transport: connection.transport,
      era: connection.era,
      requestId: mcpReq.id,
      sessionId,
      meta: mcpReq._meta ?? {},
      httpRequest: edge?.request,
    });
  }

  private async questions(
    source: CallSource,
    principal: Principal,
    capabilities: ClientCapabilities | undefined,
  ): Promise<QuestionChannel> {
    const { method, params, context, connection } = source;
    const { era, live } = connection;
    const identity = ASKING[method];
    if (identity === undefined) return new NoQuestions(era, `${method} cannot ask questions`);
    if (era === 'legacy') {
      if (!live)
        return new NoQuestions(era, 'a stateless HTTP request of this protocol revision has no way back to the client');
      const send: SendToClient = (request) =>
        context.mcpReq.send(request as never, { timeout: ANSWER_TIMEOUT_MS, signal: context.mcpReq.signal });
      return new PushedQuestions(capabilities, send);
    }
    const capability = String(params[identity]);
    const binding = { principalKey: principal.key, method, capability, input: params['arguments'] ?? {} };
    const received: unknown = context.mcpReq.requestState();
    // Whatever is no text cannot have been sealed here.
    const state = received === undefined || typeof received === 'string' ? received : '';
    const carried = state === undefined ? {} : await this.requestState.open(state, binding);
    const answers = { ...carried, ...((context.mcpReq.inputResponses ?? {}) as Answers) };
    return new RoundTripQuestions(capabilities, answers, (used) => this.requestState.seal(used, binding), state);
  }
}

/** The revision of a legacy connection; a stateless request names it in its header, since 2025-06-18. */
function legacyRevision(server: Server, { http }: ServerContext): string {
  const header = http?.req?.headers.get('mcp-protocol-version');
  return server.getNegotiatedProtocolVersion() ?? header ?? DEFAULT_NEGOTIATED_PROTOCOL_VERSION;
}

function outboxOf({ mcpReq, http }: ServerContext): Outbox {
  const progressToken = mcpReq._meta?.progressToken;
  return {
    progress: async (progress, total, message) => {
      if (progressToken === undefined) return;
      const params = {
        progressToken,
        progress,
        ...(total !== undefined && { total }),
        ...(message !== undefined && { message }),
      };
      await mcpReq.notify({ method: 'notifications/progress', params });
    },
    log: (level, data, logger) => mcpReq.log(level, data, logger),
    releaseStream: () => http?.closeSSE?.(),
  };
}
