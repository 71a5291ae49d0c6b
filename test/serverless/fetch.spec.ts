import { setImmediate, setTimeout } from 'node:timers/promises';
import { McpContext, Tool, toFetch, Toolset, type FetchHandlers } from '../../src/index.js';
import { eventually } from '../support/eventually.js';
import { application, MirrorController } from './support/functions.js';

@Toolset()
class StepsToolset {
  readonly diary: string[] = [];

  @Tool({ description: 'Says something on the way.' })
  async steps(ctx: McpContext): Promise<string> {
    await ctx.progress(1, 2, 'half');
    await setTimeout(300);
    return 'done';
  }

  @Tool({ description: 'Waits to be stopped.' })
  async wait(ctx: McpContext): Promise<string> {
    diary.push('started');
    await ctx.progress(1, 2, 'begun');
    await setTimeout(10_000, undefined, { signal: ctx.signal }).catch(() => diary.push('aborted'));
    return 'late';
  }
}

const diary: string[] = [];
let handlers: FetchHandlers;
let boots: () => number;

beforeEach(() => {
  diary.length = 0;
  const made = application({
    toolsets: [StepsToolset],
    controllers: [MirrorController],
    env: { ALLOWED_HOSTS: 'mcp.example.com', MAX_BODY_BYTES: '1000' },
  });
  boots = made.boots;
  handlers = toFetch(made.boot);
});
afterEach(() => handlers.close());

const modern = (name: string, token?: string): object => ({
  jsonrpc: '2.0',
  id: 1,
  method: 'tools/call',
  params: {
    name,
    arguments: {},
    _meta: {
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientCapabilities': {},
      ...(token && { progressToken: token }),
    },
  },
});

function post(body: string | ReadableStream<Uint8Array>, init: RequestInit = {}): Request {
  const headers = {
    'Content-Type': 'application/json',
    Accept: 'application/json, text/event-stream',
    'MCP-Protocol-Version': '2026-07-28',
    'Mcp-Method': 'tools/call',
  };
  return new Request('https://mcp.example.com/mcp', {
    method: 'POST',
    body,
    ...init,
    headers: { ...headers, ...init.headers },
  });
}

const call = (name: string, init: RequestInit = {}, token?: string): Request =>
  post(JSON.stringify(modern(name, token)), { ...init, headers: { 'Mcp-Name': name } });

describe('fetch', () => {
  it('streams what a tool says while it works', async () => {
    const started = performance.now();
    const response = await handlers.fetch(call('steps', {}, 'p'));
    const pieces: { text: string; at: number }[] = [];
    for await (const piece of response.body!) {
      pieces.push({ text: Buffer.from(piece).toString(), at: performance.now() - started });
    }

    const [half, done] = ['half', 'done'].map((word) => pieces.find(({ text }) => text.includes(word)));
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
    expect(done!.at - half!.at).toBeGreaterThan(200);
  });

  it('stops the call when the request is aborted', async () => {
    const stop = new AbortController();
    const response = await handlers.fetch(call('wait', { signal: stop.signal }, 'p'));
    const reading = response.text().catch((error: Error) => error);
    await eventually(() => expect(diary).toEqual(['started']));

    stop.abort();

    await eventually(() => expect(diary).toEqual(['started', 'aborted']));
    expect(await reading).toBeInstanceOf(Error);
  });

  it('stops the call when the request is aborted before anything is answered', async () => {
    const stop = new AbortController();
    const answer = handlers.fetch(call('wait', { signal: stop.signal })).catch((error: Error) => error.name);
    await eventually(() => expect(diary).toEqual(['started']));

    stop.abort();

    await eventually(() => expect(diary).toEqual(['started', 'aborted']));
    expect(await answer).toBe('AbortError');
  });

  it('stops the call when nobody reads the answer any more', async () => {
    const response = await handlers.fetch(call('wait', {}, 'p'));
    await eventually(() => expect(diary).toEqual(['started']));

    await response.body!.cancel();

    await eventually(() => expect(diary).toEqual(['started', 'aborted']));
  });

  it('serves several requests at once, after one start', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => handlers.fetch(call('steps'))));
    const texts = await Promise.all(answers.map((answer) => answer.text()));

    expect([boots(), texts.every((text) => text.includes('done'))]).toEqual([1, true]);
  });

  it('refuses a body beyond the limit while it is still coming', async () => {
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull: async (controller) => {
        await setImmediate();
        sent += 100;
        if (sent > 1_000_000) controller.close();
        else controller.enqueue(new Uint8Array(100).fill(32));
      },
    });

    const response = await handlers.fetch(post(body, { duplex: 'half' }));
    const sentUntilThen = sent;

    expect(response.status).toBe(413);
    // The limit is 1,000; some pieces are on their way.
    expect(sentUntilThen).toBeLessThan(10_000);
  });

  it.each([
    ['http://mcp.example.com/mcp', 403],
    ['https://elsewhere.example.com/mcp', 403],
    ['https://mcp.example.com/mcp', 405],
  ])('answers GET %s with %d', async (url, status) => {
    const response = await handlers.fetch(new Request(url, { headers: { Accept: 'text/event-stream' } }));

    expect(response.status).toBe(status);
  });

  it.each([
    [{ remoteAddress: '198.51.100.7' }, '198.51.100.7'],
    [{}, '0.0.0.0'],
  ])('believes the platform about the address, and no header: %j', async (info, ip) => {
    const headers = { 'X-Forwarded-For': '203.0.113.9' };

    const response = await handlers.fetch(new Request('https://mcp.example.com/mirror', { headers }), info);

    expect(await response.json()).toMatchObject({ ip, protocol: 'https', url: '/mirror' });
  });
});
