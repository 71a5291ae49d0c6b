import { STATUS_CODES, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { ErrorCode } from '../../mcp/index.js';
import type { EarlyRefusals } from './early.refusals.js';
import { refuse } from './refusal.js';

/** By the code of what Node's parser says; everything else is a bad request. */
const STATUSES: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/**
 * Answers what is no proper HTTP request as Node would, and tells of it: what cannot be parsed, takes too long, has no
 * `Host` (RFC 9112, section 3.2) or expects what nobody does.
 *
 * @param listener serves proper requests
 * @returns what serves all of them
 */
export function answerUnreadable(server: Server, listener: RequestListener, refusals: EarlyRefusals): RequestListener {
  const latest = new WeakMap<Socket, Exchange>();
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    // A connection that is broken has no address any more, and there is nobody to refuse anything to.
    if (!socket.writable || socket.remoteAddress === undefined) return void socket.destroy();
    const status = STATUSES[error.code ?? ''] ?? 400;
    const exchange = latest.get(socket);
    // Of a body that does not end the request is known, and it fails itself further on.
    const request = exchange?.request.complete === false ? exchange.request : { headers: {}, socket };
    refusals.refused(request, status);
    if (!isAnswering(exchange)) {
      socket.write(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\n\r\n`);
    }
    socket.destroySoon();
  });
  server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
    refuse(response, 417, ErrorCode.Refused, 'Expect nothing but 100-continue');
    refusals.refused(request, 417);
  });
  return (request, response) => {
    latest.set(request.socket, { request, response });
    if (request.headers.host !== undefined || request.httpVersion !== '1.1') return void listener(request, response);
    response.setHeader('Connection', 'close');
    refuse(response, 400, ErrorCode.Refused, 'The request has no Host header');
    refusals.refused(request, 400);
  };
}

/** An answer that has begun would be spoilt by another one. */
function isAnswering(exchange: Exchange | undefined): boolean {
  return exchange !== undefined && exchange.response.headersSent && !exchange.response.writableFinished;
}
