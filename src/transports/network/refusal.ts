import type { ServerResponse } from 'node:http';
import { errorResponse } from '../../mcp/index.js';

/** Answers a request with a JSON-RPC error, unless something has been answered already. */
export function refuse(
  response: ServerResponse,
  status: number,
  code: number,
  message: string,
  id?: string | number,
): void {
  if (response.headersSent) {
    response.end();
    return;
  }
  const body = JSON.stringify(errorResponse(code, message, id));
  response
    .writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) })
    .end(body);
}
