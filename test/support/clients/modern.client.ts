import {
  Client,
  LOG_LEVEL_META_KEY,
  SERVER_INFO_META_KEY,
  type JSONRPCMessage,
  type McpSubscription,
  type Transport,
} from '@modelcontextprotocol/client';
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

/** The second generation of the SDK, pinned to revision 2026-07-28. */
export class ModernClient implements McpClient {
  readonly info = CLIENT_INFO;
  readonly notices: Notice[] = [];
  received: readonly JSONRPCMessage[] = [];
  private subscription: McpSubscription | undefined;
  private logLevel: string | undefined;

  private constructor(private readonly client: Client) {}

  static async connect(transport: Transport, { answers }: ClientOptions): Promise<ModernClient> {
    const client = new Client(CLIENT_INFO, {
      capabilities: capabilitiesOf(answers),
      versionNegotiation: { mode: { pin: '2026-07-28' } },
    });
    const { elicitation, sampling, roots } = answers;
    if (elicitation) client.setRequestHandler('elicitation/create', ({ params }) => elicitation(params) as never);
    if (sampling) client.setRequestHandler('sampling/createMessage', ({ params }) => sampling(params) as never);
    if (roots) client.setRequestHandler('roots/list', () => ({ roots: roots() }));
    const adapter = new ModernClient(client);
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
    return (await this.client.listTools()).tools;
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
    const _meta = { ...meta, ...(this.logLevel !== undefined && { [LOG_LEVEL_META_KEY]: this.logLevel }) };
    return bare(await this.client.callTool({ name, arguments: args, _meta }, rest));
  }

  async read(uri: string): Returned<'read'> {
    return bare(await this.client.readResource({ uri }));
  }

  async prompt(name: string, args?: Record<string, string>): Returned<'prompt'> {
    return bare(await this.client.getPrompt({ name, ...(args && { arguments: args }) }));
  }

  async complete(
    ref: CompletionRef,
    argument: { name: string; value: string },
    filled?: Record<string, string>,
  ): Returned<'complete'> {
    const context = filled && { context: { arguments: filled } };
    return (await this.client.complete({ ref, argument, ...context })).completion;
  }

  async page(method: string, cursor?: string): Returned<'page'> {
    const request = { method: method as 'tools/list', params: cursor === undefined ? {} : { cursor } };
    return bare((await this.client.request(request)) as Record<string, unknown>);
  }

  async follow(...uris: string[]): Promise<void> {
    this.subscription = await this.client.listen({
      toolsListChanged: true,
      promptsListChanged: true,
      resourcesListChanged: true,
      resourceSubscriptions: uris,
    });
  }

  async setLogLevel(level: 'debug' | 'warning'): Promise<void> {
    this.logLevel = level;
  }

  async close(): Promise<void> {
    await this.subscription?.close();
    await this.client.close();
  }
}

/** The result without what the revision adds to every one of them: who answers, and for how long it may be kept. */
function bare<Result extends Record<string, unknown>>(result: Result): Result {
  const { _meta, ttlMs, cacheScope, ...rest } = result;
  const { [SERVER_INFO_META_KEY]: _server, ...meta } = (_meta ?? {}) as Record<string, unknown>;
  return { ...rest, ...(Object.keys(meta).length > 0 && { _meta: meta }) } as unknown as Result;
}

function capabilitiesOf({ elicitation, pages, sampling, roots }: Answers): object {
  return {
    ...(elicitation && { elicitation: { form: {}, ...(pages && { url: {} }) } }),
    ...(sampling && { sampling: {} }),
    ...(roots && { roots: {} }),
  };
}
