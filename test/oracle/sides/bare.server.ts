import Ajv from 'ajv';
import {
  ProtocolError,
  Server,
  UriTemplate,
  createRequestStateCodec,
  inputRequired,
  type CallToolResult,
  type InputRequests,
  type ProtocolEra,
  type ServerContext,
} from '@modelcontextprotocol/server';
import {
  FIXED,
  ITEMS,
  LEVELS,
  PROMPTS,
  QUESTIONS,
  RESOURCES,
  SERVER_INFO,
  TEMPLATES,
  TOOLS,
  TOPICS,
} from '../offer/definitions.js';
import { pass } from '../offer/gates.js';

type Members = Record<string, unknown>;

interface Input {
  readonly text: string;
  readonly times?: number;
  readonly gate: string;
  readonly how: string;
  readonly what: string;
}
type Outcome = CallToolResult | ReturnType<typeof inputRequired>;

/** Announces a change to everybody who listens. */
export type Announce = (what: string, server: Server) => void | Promise<void>;

const ajv = new Ajv.default({ strict: false });
const checks = new Map(TOOLS.map(({ name, inputSchema }) => [name as string, ajv.compile(inputSchema)]));

const states = createRequestStateCodec<Record<string, unknown>>({ key: 's'.repeat(32) });

const invalid = (message: string, data?: unknown): ProtocolError => new ProtocolError(-32602, message, data);
const say = (text: string): CallToolResult => ({ content: [{ type: 'text', text }] });

/** The offer on a server of the SDK, with the plainest handlers that can serve it. */
export function bareServer(era: ProtocolEra, live: boolean, announce: Announce = () => undefined): Server {
  const listChanged = live || era === 'modern';
  const changing = listChanged ? { listChanged } : {};
  const server = new Server(SERVER_INFO, {
    capabilities: {
      tools: changing,
      prompts: changing,
      resources: listChanged ? { listChanged, subscribe: true } : {},
      completions: {},
      logging: {},
    },
    requestState: { verify: (state, ctx) => states.verify(state, ctx) },
  });
  server.setRequestHandler('tools/list', ({ params }) => page({ tools: [...TOOLS] as never }, params));
  server.setRequestHandler('prompts/list', ({ params }) => page({ prompts: [...PROMPTS] as never }, params));
  server.setRequestHandler('resources/list', ({ params }) => page({ resources: [...RESOURCES] }, params));
  server.setRequestHandler('resources/templates/list', ({ params }) =>
    page({ resourceTemplates: [...TEMPLATES] }, params),
  );
  server.setRequestHandler('tools/call', async ({ params: { name, arguments: input = {} } }, ctx) => {
    const check = checks.get(name);
    if (!check) throw invalid(`Unknown tool: ${name}`);
    if (!check(input)) throw invalid(ajv.errorsText(check.errors));
    return call(name, input as unknown as Input, ctx, { server, era, live, announce });
  });
  server.setRequestHandler('prompts/get', ({ params: { name, arguments: input = {} } }) => prompt(name, input));
  server.setRequestHandler('resources/read', ({ params: { uri } }) => ({
    contents: [{ uri, mimeType: 'text/plain', text: resource(uri) }],
  }));
  server.setRequestHandler('completion/complete', ({ params: { ref, argument } }) => {
    const known = ref.type === 'ref/prompt' ? PROMPTS.some(({ name }) => name === ref.name) : ref.uri === ITEMS;
    if (!known) throw invalid('Unknown reference');
    const isTopic = ref.type === 'ref/prompt' && ref.name === 'write' && argument.name === 'topic';
    const values = isTopic ? TOPICS.filter((topic) => topic.startsWith(argument.value)) : [];
    return { completion: { values, total: values.length, hasMore: false } };
  });
  if (live && era === 'legacy') {
    const followed = new Set<string>();
    server.setRequestHandler('resources/subscribe', ({ params: { uri } }) => {
      resource(uri);
      followed.add(uri);
      return {};
    });
    server.setRequestHandler('resources/unsubscribe', ({ params: { uri } }) => {
      followed.delete(uri);
      return {};
    });
    followedBy.set(server, followed);
  }
  return server;
}

/** The resources that the client of a server follows. */
export const followedBy = new WeakMap<Server, ReadonlySet<string>>();

function page<Result extends object>(result: Result, params: { cursor?: string } | undefined): Result {
  if (params?.cursor !== undefined) throw invalid('Invalid cursor');
  return result;
}

function resource(uri: string): string {
  if (uri === FIXED) return 'fixed';
  const name = new UriTemplate(ITEMS).match(uri)?.['name'];
  if (typeof name !== 'string' || name === '' || name === 'none') throw invalid(`Resource not found: ${uri}`, { uri });
  return decodeURIComponent(name);
}

function prompt(name: string, input: Record<string, string>): { description: string; messages: never } {
  const found = PROMPTS.find((known) => known.name === name);
  if (!found) throw invalid(`Unknown prompt: ${name}`);
  const unknown = Object.keys(input).some((key) => !('arguments' in found && key === 'topic'));
  if (name === 'write' && typeof input['topic'] !== 'string') throw invalid('Topic is missing');
  if (name === 'tell' && unknown) throw invalid('Unknown argument');
  const text = name === 'write' ? `Write about ${input['topic']}.` : 'Tell.';
  return { description: found.description, messages: [{ role: 'user', content: { type: 'text', text } }] as never };
}

interface Around {
  readonly server: Server;
  readonly era: ProtocolEra;
  readonly live: boolean;
  readonly announce: Announce;
}

async function call(name: string, input: Input, ctx: ServerContext, around: Around): Promise<Outcome> {
  switch (name) {
    case 'echo':
      return say(input.text.repeat(input.times ?? 1));
    case 'measure': {
      const structuredContent = { text: input.text, length: input.text.length };
      return { ...say(JSON.stringify(structuredContent)), structuredContent };
    }
    case 'steps':
      await progress(ctx, { progress: 1, total: 2, message: 'half' });
      await progress(ctx, { progress: 2, total: 2 });
      return say('all');
    case 'chatter':
      for (const level of LEVELS) await ctx.mcpReq.log(level, { level }, 'oracle');
      return say('told');
    case 'slow': {
      await progress(ctx, { progress: 1, total: 2 });
      const outcome = await pass('theirs', input.gate, ctx.mcpReq.signal);
      // Without a client the notices fail, which the answer does not depend on.
      await progress(ctx, { progress: 2, total: 2 }).catch(() => undefined);
      await ctx.mcpReq.log('error', outcome).catch(() => undefined);
      return say(outcome);
    }
    case 'fail':
      if (input.how === 'expected') return { ...say('As expected'), isError: true };
      if (input.how === 'protocol') throw new ProtocolError(-32050, 'By protocol', { own: 1 });
      throw new Error('secret detail');
    case 'blocks':
      return { content: ['one', 'two'].map((text) => ({ type: 'text' as const, text })), _meta: { own: 1 } };
    case 'change':
      await around.announce(input.what, around.server);
      return say('changed');
    default:
      return ask(input.what, ctx, around);
  }
}

async function progress({ mcpReq }: ServerContext, params: object): Promise<void> {
  const progressToken = mcpReq._meta?.progressToken;
  if (progressToken === undefined) return;
  await mcpReq.notify({ method: 'notifications/progress', params: { progressToken, ...params } });
}

const { message, schema: requestedSchema } = QUESTIONS.form;
const form = { method: 'elicitation/create', params: { mode: 'form', message, requestedSchema } };
const sampled = [{ role: 'user', content: { type: 'text', text: QUESTIONS.model.messages } }];
const model = { method: 'sampling/createMessage', params: { maxTokens: QUESTIONS.model.maxTokens, messages: sampled } };
const asked: Record<string, { method: string; params?: object }> = {
  form,
  model,
  roots: { method: 'roots/list', params: {} },
};

async function ask(what: string, ctx: ServerContext, { server, era, live }: Around): Promise<Outcome> {
  const keys = what === 'all' ? ['form', 'model', 'roots'] : [what];
  const said: unknown[] = [];
  const { inputResponses } = ctx.mcpReq as { inputResponses?: Members };
  const earlier: unknown = ctx.mcpReq.requestState();
  const given: Members = { ...(earlier as Members | undefined), ...inputResponses };
  for (const key of keys) {
    if (era === 'modern') {
      if (!isAnswer(key, given[key])) {
        const inputRequests: InputRequests = { [key]: asked[key] as never };
        const answered = Object.fromEntries(keys.slice(0, said.length).map((name) => [name, given[name]]));
        return inputRequired({ inputRequests, requestState: await states.mint(answered) });
      }
      said.push(given[key]);
      continue;
    }
    const declared = server.getClientCapabilities() as Record<string, unknown> | undefined;
    const feature = { form: 'elicitation', model: 'sampling', roots: 'roots' }[key] as string;
    if (!live || declared?.[feature] === undefined) return { ...say('The client cannot be asked.'), isError: true };
    try {
      said.push(await ctx.mcpReq.send(asked[key] as never, { signal: ctx.mcpReq.signal }));
    } catch {
      return { ...say('The client did not answer.'), isError: true };
    }
  }
  return say(JSON.stringify(said.map((answer, place) => leaf(keys[place]!, answer as never))));
}

function isAnswer(key: string, answer: unknown): boolean {
  const { action, content, role, roots } = (answer ?? {}) as Record<string, unknown>;
  if (key === 'form') return action === 'accept' ? isColour(content) : action === 'decline' || action === 'cancel';
  return key === 'model' ? typeof role === 'string' && content !== undefined : Array.isArray(roots);
}

function isColour(content: unknown): boolean {
  return typeof (content as { colour?: unknown } | undefined)?.colour === 'string';
}

/** What counts of an answer. */
function leaf(key: string, answer: { action: string; content: unknown; roots: unknown }): unknown {
  if (key === 'model') return answer.content;
  if (key === 'roots') return answer.roots;
  return { action: answer.action, ...(answer.action === 'accept' && { content: answer.content }) };
}
