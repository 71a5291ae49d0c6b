import type { ServerResponse } from 'node:http';
import type {
  JSONRPCMessage,
  RequestId,
  Server,
  WebStandardStreamableHTTPServerTransport,
} from '@modelcontextprotocol/server';
import { ErrorCode, MessageRejectedError, type Principal } from '../../mcp/index.js';
import type { Session } from '../network/session.registry.js';
import { MAX_STORED_BYTES } from './session.event-store.js';
import { carry, type Exchange, type Fetch } from './exchange.js';
import { OpenRequests } from './open-requests.js';

/** The revision that had batches. */
const BATCH_REVISION = '2025-03-26';

/** One session of a legacy client over Streamable HTTP. */
export class HttpSession implements Session {
  private exchanges = 0;
  /** The exchanges of the requests that are being answered. */
  private readonly responses = new Map<RequestId, ServerResponse>();
  private readonly open = new OpenRequests();

  constructor(
    readonly id: string,
    readonly principal: Principal,
    private readonly transport: WebStandardStreamableHTTPServerTransport,
    private readonly server: Server,
    private readonly limits: { readonly maxResultBytes: number },
  ) {}

  /** @throws MessageRejectedError for a batch outside the revision that had them, and for an id that is in use */
  async handle(exchange: Exchange): Promise<void> {
    if (Array.isArray(exchange.body) && this.server.getNegotiatedProtocolVersion() !== BATCH_REVISION) {
      throw new MessageRejectedError(
        ErrorCode.InvalidRequest,
        `Send one message at a time: only revision ${BATCH_REVISION} has batches`,
      );
    }
    // Asked for by the client: answers, or on a GET the events that it has missed.
    const allowance = exchange.request.method === 'POST' ? this.limits.maxResultBytes : MAX_STORED_BYTES;
    const requests = this.open.admit(exchange.body);
    // What the transport does not take gets no answer from the server.
    let taken = false;
    const fetch: Fetch = async (request, options) => {
      const answer = await this.transport.handleRequest(request, options);
      taken = answer.ok;
      return answer;
    };
    for (const id of requests) this.responses.set(id, exchange.response);
    this.exchanges += 1;
    try {
      await carry(exchange, fetch, { allowance });
    } finally {
      this.exchanges -= 1;
      if (!taken) this.open.settle(...requests);
      for (const id of requests) {
        if (this.responses.get(id) === exchange.response) this.responses.delete(id);
      }
    }
  }

  /** A message goes to the client. */
  sending(message: JSONRPCMessage): void {
    this.open.settleWith(message);
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
