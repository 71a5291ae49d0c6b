import type { ServerResponse } from 'node:http';
import {
  isJSONRPCRequest,
  type RequestId,
  type Server,
  type WebStandardStreamableHTTPServerTransport,
} from '@modelcontextprotocol/server';
import { ErrorCode, MessageRejectedError, type Principal } from '../../mcp/index.js';
import type { Session } from '../network/session.registry.js';
import { MAX_STORED_BYTES } from './session.event-store.js';
import { carry, type Exchange } from './exchange.js';

/** The revision that had batches. */
const BATCH_REVISION = '2025-03-26';

/** One session of a legacy client over Streamable HTTP. */
export class HttpSession implements Session {
  private exchanges = 0;
  /** The exchanges of the requests that are being answered. */
  private readonly responses = new Map<RequestId, ServerResponse>();

  constructor(
    readonly id: string,
    readonly principal: Principal,
    private readonly transport: WebStandardStreamableHTTPServerTransport,
    private readonly server: Server,
    private readonly limits: { readonly maxResultBytes: number },
  ) {}

  /** @throws MessageRejectedError for a batch outside the revision that had them */
  async handle(exchange: Exchange): Promise<void> {
    if (Array.isArray(exchange.body) && this.server.getNegotiatedProtocolVersion() !== BATCH_REVISION) {
      throw new MessageRejectedError(
        ErrorCode.InvalidRequest,
        `Send one message at a time: only revision ${BATCH_REVISION} has batches`,
      );
    }
    // Asked for by the client: answers, or on a GET the events that it has missed.
    const allowance = exchange.request.method === 'POST' ? this.limits.maxResultBytes : MAX_STORED_BYTES;
    const requests = requestsIn(exchange.body);
    for (const id of requests) this.responses.set(id, exchange.response);
    this.exchanges += 1;
    try {
      await carry(exchange, (request, options) => this.transport.handleRequest(request, options), { allowance });
    } finally {
      this.exchanges -= 1;
      for (const id of requests) {
        if (this.responses.get(id) === exchange.response) this.responses.delete(id);
      }
    }
  }

  /** Where the messages of a request go, while its client is there. */
  responseOf(request: RequestId): ServerResponse | undefined {
    return this.responses.get(request);
  }

  isBusy(): boolean {
    return this.exchanges > 0;
  }

  keepAlive(): void {
    // The transport keeps its own streams open.
  }

  close(): Promise<void> {
    return this.server.close();
  }
}

function requestsIn(body: unknown): RequestId[] {
  return [body].flat().flatMap((message) => (isJSONRPCRequest(message) ? [message.id] : []));
}
