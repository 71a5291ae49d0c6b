import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ElicitRequestSchema, ResourceUpdatedNotificationSchema } from '@modelcontextprotocol/sdk/types.js';

/** The client of the official SDK v1: revisions up to 2025-11-25. */
export const v1 = {
  name: 'v1',
  revision: '2025-11-25',
  transports: {
    stdio: (options) => new StdioClientTransport(options),
    sse: (url) => new SSEClientTransport(url),
    http: (url) => new StreamableHTTPClientTransport(url),
  },

  async connect(transport, { onQuestion, onUpdate }) {
    const client = new Client({ name: 'polyport-demo', version: '1.0.0' }, { capabilities: { elicitation: {} } });
    client.setRequestHandler(ElicitRequestSchema, ({ params }) => onQuestion(params.message));
    client.setNotificationHandler(ResourceUpdatedNotificationSchema, ({ params }) => onUpdate(params.uri));
    let revision;
    const setProtocolVersion = transport.setProtocolVersion?.bind(transport);
    transport.setProtocolVersion = (version) => {
      revision = version;
      setProtocolVersion?.(version);
    };
    await client.connect(transport);
    return { client, revision, watch: (uri) => client.subscribeResource({ uri }) };
  },
};
