import type { JSONRPCMessage } from '@modelcontextprotocol/server';
import { cancelledIn, OpenRequests } from '../../mcp/index.js';

type Body = JSONRPCMessage | JSONRPCMessage[] | undefined;

/**
 * The body of an exchange that is served on its own, so that every request in it is answered: the SDK would keep the
 * stream open for ever for a request that its own batch cancels. A cancellation may come too late at any time.
 *
 * @throws MessageRejectedError −32600 for an id that is in the batch twice
 */
export function answerable(body: Body): Body {
  if (!Array.isArray(body)) return body;
  const requests = new OpenRequests().admit(body);
  return requests.length === 0 ? body : body.filter((message) => cancelledIn(message).length === 0);
}
