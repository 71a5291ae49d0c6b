import type { ServerResponse } from 'node:http';
import type { JSONRPCMessage, RequestId, Server } from '@modelcontextprotocol/server';
import { taken } from '../network/pace.js';

/**
 * The server, going at the pace of its client: what it sends in the course of a request is awaited until the client has
 * taken it. The SDK's transport queues without limit otherwise.
 *
 * @param responseOf the exchange that carries the messages of a request
 * @param sending told of every message to the client
 */
export function paced(
  server: Server,
  responseOf: (request: RequestId) => ServerResponse | undefined,
  sending?: (message: JSONRPCMessage) => void,
): Server {
  const connect = server.connect.bind(server);
  server.connect = (transport) => {
    const send = transport.send.bind(transport);
    transport.send = async (message, options) => {
      sending?.(message);
      await send(message, options);
      if (!('method' in message) || options?.relatedRequestId === undefined) return;
      const response = responseOf(options.relatedRequestId);
      if (response) await taken(response);
    };
    return connect(transport);
  };
  return server;
}
