import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';

const REVISION = '2026-07-28';

/** The client of the official SDK v2, held to its newest revision: stateless, without a handshake. */
export const v2 = {
  name: 'v2',
  revision: REVISION,
  transports: {
    stdio: (options) => new StdioClientTransport(options),
    http: (url) => new StreamableHTTPClientTransport(url),
  },

  async connect(transport, { onQuestion, onUpdate }) {
    const client = new Client(
      { name: 'polyport-demo', version: '2.0.0' },
      { capabilities: { elicitation: {} }, versionNegotiation: { mode: { pin: REVISION } } },
    );
    client.setRequestHandler('elicitation/create', ({ params }) => onQuestion(params.message));
    client.setNotificationHandler('notifications/resources/updated', ({ params }) => onUpdate(params.uri));
    await client.connect(transport);
    const watch = (uri) => client.listen({ resourceSubscriptions: [uri] });
    return { client, revision: client.getNegotiatedProtocolVersion(), watch };
  },
};
