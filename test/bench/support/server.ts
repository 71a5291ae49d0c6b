import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  readonly id: number;
  readonly method: string;
  readonly params: { readonly arguments: { readonly text: string } };
}

export const right = ({ id, params }: Asked): object => ({
  jsonrpc: '2.0',
  id,
  result: { content: [{ type: 'text', text: params.arguments.text }] },
});

let server: Server | undefined;

/** Listens until `closeServer`. Returns the port. */
export async function listen(listener: RequestListener): Promise<number> {
  server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

export function closeServer(): void {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
}

export async function read(request: IncomingMessage): Promise<Asked> {
  let text = '';
  for await (const piece of request) text += String(piece);
  return JSON.parse(text) as Asked;
}

export type Send = (response: ServerResponse, message: object) => void;

export const asJson: Send = (response, message) => {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(message));
};

/** In pieces, as an event stream comes. */
export const asEvents: Send = (response, message) => {
  const text = JSON.stringify(message);
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write('event: message\nid: 7\n');
  response.end(`data: ${text}\n\n`);
};
