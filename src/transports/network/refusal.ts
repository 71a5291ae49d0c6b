import type { IncomingMessage, ServerResponse } from 'node:http';
import { errorResponse } from '../../mcp/index.js';

/** So long may a client go on sending what nobody reads any more, before its connection is closed. */
const LINGER_MS = 1000;

/** Answers a request with a JSON-RPC error, unless something has been answered already. */
export function refuse(
  response: ServerResponse,
  status: number,
  code: number,
  message: string,
  id?: string | number,
  data?: unknown,
): void {
  if (!response.headersSent) writeError(response, status, errorResponse(code, message, id, data));
  response.end();
}

/**
 * Refuses a body that is still coming. A connection closed on unread input is reset, and the answer lost with it: what
 * comes is thrown away for a moment, and the connection carries no other request.
 */
export function refuseBody(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  code: number,
  message: string,
): void {
  response.setHeader('Connection', 'close');
  writeError(response, status, errorResponse(code, message));
  const end = (): void => {
    clearTimeout(timer);
    response.end();
  };
  const timer = setTimeout(end, LINGER_MS);
  request.once('end', end).once('close', end).resume();
}

function writeError(response: ServerResponse, status: number, error: object): void {
  const body = JSON.stringify(error);
  response
    .writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) })
    .write(body);
}
