import type { IncomingMessage, RequestListener, Server } from 'node:http';
import { Server as TlsServer } from 'node:https';
import type { Socket } from 'node:net';
import { ErrorCode } from '../../mcp/index.js';
import type { EarlyRefusals } from './early.refusals.js';
import { refuse } from './refusal.js';

/** So many connections beyond the limit are told that there is no room, before others are closed without a word. */
const SPARE = 100;

const RETRY_AFTER_SECONDS = '5';

/**
 * Limits the connections of a server: what comes beyond `limit` is answered with 503, and far beyond it is closed.
 *
 * @param listener serves the other requests
 */
export function capConnections(
  server: Server,
  limit: number,
  listener: RequestListener,
  refusals: EarlyRefusals,
): void {
  const surplus = new WeakSet<Socket>();
  let open = 0;
  server.maxConnections = limit + SPARE;
  server.on(server instanceof TlsServer ? 'secureConnection' : 'connection', (socket: Socket) => {
    open += 1;
    if (open > limit) surplus.add(socket);
    socket.once('close', () => (open -= 1));
  });
  server.on('request', (request: IncomingMessage, response) => {
    if (!surplus.has(request.socket)) return void listener(request, response);
    response.setHeader('Retry-After', RETRY_AFTER_SECONDS).setHeader('Connection', 'close');
    refuse(response, 503, ErrorCode.Refused, 'The server has no room for another connection');
    refusals.refused(request, 503);
  });
}
