import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/client';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import {
  CallToolResultSchema,
  CreateMessageRequestSchema,
  ElicitRequestSchema,
  ListRootsRequestSchema,
  ResultSchema,
} from '@modelcontextprotocol/sdk/types.js';
import {
  CLIENT_INFO,
  record,
  type Answers,
  type CallOptions,
  type ClientOptions,
  type CompletionRef,
  type McpClient,
  type Notice,
} from './client.interface.js';

type Returned<Method extends keyof McpClient> = McpClient[Method] extends (...args: never[]) => infer R ? R : never;

/** The first generation of the SDK, which speaks revision 2025-11-25. */
export class LegacyClient implements McpClient {
  readonly info = CLIENT_INFO;
  readonly notices: Notice[] = [];
  received: readonly JSONRPCMessage[] = [];

  private constructor(private readonly client: Client) {}

  static async connect(transport: Transport, { answers }: ClientOptions): Promise<LegacyClient> {
    const client = new Client(CLIENT_INFO, { capabilities: capabilitiesOf(answers) });
    const { elicitation, sampling, roots } = answers;
    if (elicitation)
      client.setRequestHandler(ElicitRequestSchema, async ({ params }) => elicitation(params as never) as never);
    if (sampling)
      client.setRequestHandler(CreateMessageRequestSchema, ({ params }) => sampling(params as never) as never);
    if (roots) client.setRequestHandler(ListRootsRequestSchema, () => ({ roots: roots() }));
    const adapter = new LegacyClient(client);
    client.fallbackNotificationHandler = async ({ method, params }) => {
      adapter.notices.push({ method, ...(params && { params }) });
    };
    await client.connect(transport);
    adapter.received = record(transport);
    return adapter;
  }

  server(): Returned<'server'> {
    return this.client.getServerVersion();
  }

  capabilities(): Returned<'capabilities'> {
    return this.client.getServerCapabilities() as Returned<'capabilities'>;
  }

  async tools(): Returned<'tools'> {
    return (await this.client.listTools()).tools as never;
  }

  async prompts(): Returned<'prompts'> {
    return (await this.client.listPrompts()).prompts;
  }

  async resources(): Returned<'resources'> {
    return (await this.client.listResources()).resources;
  }

  async templates(): Returned<'templates'> {
    return (await this.client.listResourceTemplates()).resourceTemplates;
  }

  async call(name: string, args: Record<string, unknown> = {}, options: CallOptions = {}): Returned<'call'> {
    const { meta, ...rest } = options;
    const params = { name, arguments: args, ...(meta && { _meta: meta }) };
    return (await this.client.callTool(params, CallToolResultSchema, rest)) as never;
  }

  async read(uri: string): Returned<'read'> {
    return this.client.readResource({ uri });
  }

  async prompt(name: string, args?: Record<string, string>): Returned<'prompt'> {
    return this.client.getPrompt({ name, ...(args && { arguments: args }) });
  }

  async complete(
    ref: CompletionRef,
    argument: { name: string; value: string },
    filled?: Record<string, string>,
  ): Returned<'complete'> {
    const context = filled && { context: { arguments: filled } };
    return (await this.client.complete({ ref, argument, ...context })).completion;
  }

  page(method: string, cursor?: string): Returned<'page'> {
    return this.client.request({ method, params: cursor === undefined ? {} : { cursor } }, ResultSchema);
  }

  async follow(...uris: string[]): Promise<void> {
    for (const uri of uris) await this.client.subscribeResource({ uri });
  }

  async setLogLevel(level: 'debug' | 'warning'): Promise<void> {
    await this.client.setLoggingLevel(level);
  }

  close(): Promise<void> {
    return this.client.close();
  }
}

function capabilitiesOf({ elicitation, pages, sampling, roots }: Answers): object {
  return {
    ...(elicitation && { elicitation: { form: {}, ...(pages && { url: {} }) } }),
    ...(sampling && { sampling: {} }),
    ...(roots && { roots: {} }),
  };
}
