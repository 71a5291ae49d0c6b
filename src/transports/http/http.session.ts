import type { ServerResponse } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import type {
  JSONRPCMessage,
  RequestId,
  Server,
  WebStandardStreamableHTTPServerTransport,
} from '@modelcontextprotocol/server';
import {
  answeredBy,
  assertBatchAllowed,
  cancelledIn,
  ErrorCode,
  errorResponse,
  OpenRequests,
  type Principal,
} from '../../mcp/index.js';
import type { Session } from '../network/session.registry.js';
import { CancelledStreams } from './cancelled.streams.js';
import { carry, type Exchange, type Fetch } from './exchange.js';
import { MAX_STORED_BYTES, type SessionEventStore } from './session.event-store.js';

/** One session of a legacy client over Streamable HTTP. */
export class HttpSession implements Session {
  private exchanges = 0;
  /** The exchanges of the requests that are being answered. */
  private readonly responses = new Map<RequestId, ServerResponse>();
  private readonly open = new OpenRequests();
  private readonly streams = new CancelledStreams();

  constructor(
    readonly id: string,
    readonly principal: Principal,
    private readonly transport: WebStandardStreamableHTTPServerTransport,
    private readonly server: Server,
    private readonly events: SessionEventStore,
    private readonly limits: { readonly maxResultBytes: number },
  ) {}

  /** @throws MessageRejectedError for a batch outside the revision that had them, and for an id that is in use */
  async handle(exchange: Exchange): Promise<void> {
    if (Array.isArray(exchange.body)) assertBatchAllowed(this.server.getNegotiatedProtocolVersion());
    // Asked for by the client: answers, or on a GET the events that it has missed.
    const allowance = exchange.request.method === 'POST' ? this.limits.maxResultBytes : MAX_STORED_BYTES;
    const requests = this.open.admit(exchange.body);
    this.streams.posted(requests);
    // What the transport does not take gets no answer from the server.
    let taken = false;
    const fetch: Fetch = async (request, options) => {
      const answer = await this.transport.handleRequest(request, options);
      taken = answer.ok;
      if (taken) await this.cancel(cancelledIn(exchange.body));
      return answer;
    };
    for (const id of requests) this.responses.set(id, exchange.response);
    this.exchanges += 1;
    try {
      await carry(exchange, fetch, { allowance });
    } finally {
      this.exchanges -= 1;
      if (!taken) {
        this.open.settle(...requests);
        this.streams.forget(requests);
      }
      for (const id of requests) {
        if (this.responses.get(id) === exchange.response) this.responses.delete(id);
      }
    }
  }

  /** A message goes to the client. */
  sending(message: JSONRPCMessage): void {
    const id = answeredBy(message);
    if (id === undefined) return;
    this.open.settle(id);
    void this.endStream(this.streams.answered(id));
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

  private async cancel(requests: readonly RequestId[]): Promise<void> {
    await Promise.all(requests.map((id) => this.endStream(this.streams.cancelled(id))));
  }

  /** Ends the stream of these requests, none of which is to be answered any more. */
  private async endStream(requests: readonly RequestId[]): Promise<void> {
    const [first] = requests;
    if (first === undefined) return;
    // The server learns of a cancellation, and the transport writes an answer, a few turns of the microtask queue later.
    await setImmediate();
    this.transport.closeSSEStream(first);
    for (const id of requests) {
      // Makes the transport forget the request. Nobody reads it: its stream is closed, and no event is kept of it.
      const nothing = errorResponse(ErrorCode.Refused, 'The request was cancelled', id);
      this.events.withhold(nothing);
      await this.transport.send(nothing).catch(() => undefined);
      this.open.settle(id);
    }
  }
}
