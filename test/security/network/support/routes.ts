import { initialize } from '../../auth/support/messages.js';

/** A route of the protocol, with a request that is served, or refused for its content only, if the edge lets it in. */
export interface Route {
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly body?: object;
  /** The status once the edge has let it in. */
  readonly admitted: number;
}

/** Every route of the network transports, on a server with `TRANSPORT=sse,http` and `HTTP_SESSIONS=on`. */
export const routes: readonly Route[] = [
  { name: 'POST /mcp', method: 'POST', path: '/mcp', body: initialize, admitted: 200 },
  { name: 'GET /mcp', method: 'GET', path: '/mcp', admitted: 400 },
  { name: 'DELETE /mcp', method: 'DELETE', path: '/mcp', admitted: 400 },
  { name: 'GET /sse', method: 'GET', path: '/sse', admitted: 200 },
  { name: 'POST /messages', method: 'POST', path: '/messages?sessionId=x', body: initialize, admitted: 404 },
];

export const everyTransport = { TRANSPORT: 'sse,http', HTTP_SESSIONS: 'on' };
