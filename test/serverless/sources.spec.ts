import { Tool, Toolset } from '../../src/index.js';
import { eventOf, type DocumentName } from './support/documents.js';
import { lambda, MirrorController } from './support/functions.js';

@Toolset()
class OneToolset {
  @Tool({ description: 'x' })
  one(): string {
    return 'x';
  }
}

const PUBLIC = { PUBLIC_URL: 'https://mcp.example.com/tools' };
const NAMES: readonly DocumentName[] = [
  'http-api',
  'http-api.custom-domain',
  'function-url',
  'rest-api',
  'rest-api.cognito',
  'alb',
  'alb.multi-value',
];

/** The document, sent to the mirror. */
function toMirror(name: DocumentName, change: object = {}): object {
  const { rawPath, path } = eventOf(name) as { rawPath?: string; path?: string };
  const elsewhere = (rawPath ?? path ?? '').replace(/mcp$/, 'mirror');
  return eventOf(name, {
    httpMethod: 'GET',
    body: null,
    ...(rawPath === undefined ? { path: elsewhere } : { rawPath: elsewhere }),
    requestContext: { http: { method: 'GET' } },
    pathParameters: { proxy: 'mirror' },
    ...change,
  });
}

describe.each(NAMES)('the event %s', (name) => {
  it('is answered under its id', async () => {
    const { handler } = lambda({ toolsets: [OneToolset], env: PUBLIC });

    const { statusCode, body, isBase64Encoded } = await handler(eventOf(name));

    const [, data = ''] = /^data: (.*)$/m.exec(body) ?? [undefined, body];
    expect({ statusCode, isBase64Encoded, answer: JSON.parse(data) }).toMatchObject({
      statusCode: 200,
      isBase64Encoded: false,
      answer: { id: 7, result: { tools: [{ name: 'one' }] } },
    });
  });

  it('is the request that the client has sent, without what the platform put in front', async () => {
    const { handler } = lambda({ controllers: [MirrorController], env: PUBLIC });

    const seen = JSON.parse((await handler(toMirror(name))).body);

    expect(seen).toMatchObject({
      method: 'GET',
      url: expect.stringMatching(/^\/mirror\?trace=a%20b(&trace=c)?$/),
      ip: '198.51.100.7',
      protocol: 'https',
      headers: {
        host: expect.stringMatching(/^(mcp\.example\.com|abc123\..+\.(amazonaws\.com|on\.aws))$/),
        cookie: 'session=abc; quoted; theme=dark',
        'x-list': expect.stringMatching(/^one, ?two$/),
        'user-agent': 'client/1.0',
      },
    });
  });
});

describe('an event', () => {
  it('that stands for no HTTP request fails with a message that says what is taken', async () => {
    const { handler } = lambda({});

    await expect(handler({ Records: [{ eventSource: 'aws:sqs' }] })).rejects.toThrow(
      'This function takes HTTP requests from API Gateway (HTTP and REST API), a function URL or an Application Load Balancer. This event is none of them: Records',
    );
  });

  it.each([
    ['a path with a line break', { rawPath: '/mcp\r\nx: y' }, 404],
    ['a header with a line break', { headers: { 'x-a': 'b\r\nx: y' } }, 400],
    ['a method of its own', { requestContext: { http: { method: 'MAKE' } } }, 400],
    ['headers beyond the limit', { headers: { 'x-a': 'b'.repeat(17_000) } }, 431],
  ])('with %s is answered and harms nothing', async (_what, change, status) => {
    const { handler } = lambda({ toolsets: [OneToolset] });

    const { statusCode } = await handler(eventOf('function-url', change));

    expect(statusCode).toBe(status);
  });

  it.each([
    ['function-url', { headers: { 'X-Other': 'a', 'x-other': 'b', Host: 'elsewhere.example' } }],
    ['rest-api', { multiValueHeaders: { 'X-Other': ['a'], 'x-other': ['b'], host: ['elsewhere.example'] } }],
  ] as const)('whose headers differ in case alone loses none of them: %s', async (name, change) => {
    const { handler } = lambda({ controllers: [MirrorController], env: PUBLIC });

    const { headers } = JSON.parse((await handler(toMirror(name, change))).body);

    expect(headers).toMatchObject({ 'x-other': 'a, b', host: expect.stringMatching(/^abc123\./) });
  });

  it('addressed to another name than the platform’s is refused', async () => {
    const { handler } = lambda({ toolsets: [OneToolset] });

    const { statusCode, body } = await handler(eventOf('function-url', { headers: { host: 'evil.example' } }));

    expect([statusCode, JSON.parse(body)]).toMatchObject([
      403,
      { error: { message: expect.stringContaining('set ALLOWED_HOSTS') } },
    ]);
  });

  it.each([
    ['without a Host header', undefined],
    ['with an empty one', ''],
  ])('%s is refused as a server that listens does', async (_what, host) => {
    const { handler } = lambda({ toolsets: [OneToolset] });

    const { statusCode, body } = await handler(eventOf('function-url', { headers: { host } }));

    expect([statusCode, JSON.parse(body).error.message]).toEqual([400, 'The request has no Host header']);
  });

  it.each(['localhost', 'localhost:80', '127.0.0.1', '[::1]:3000', '0.0.0.0'])(
    'addressed to %s, which is no name of a function, is refused',
    async (host) => {
      const { handler } = lambda({ toolsets: [OneToolset] });
      const event = eventOf('function-url', { headers: { host } });

      const statuses = [await handler(event), await handler(event)].map(({ statusCode }) => statusCode);

      expect(statuses).toEqual([403, 403]);
    },
  );

  it('addressed to localhost is served where that is among ALLOWED_HOSTS', async () => {
    const { handler } = lambda({ toolsets: [OneToolset], env: { ALLOWED_HOSTS: 'localhost' } });

    expect((await handler(eventOf('function-url', { headers: { host: 'localhost:3000' } }))).statusCode).toBe(200);
  });

  it('from a load balancer is refused while no names are allowed, since its Host comes from the client', async () => {
    const { handler } = lambda({ toolsets: [OneToolset] });

    expect((await handler(eventOf('alb'))).statusCode).toBe(403);
  });

  it('that came to a load balancer without HTTPS is refused', async () => {
    const { handler } = lambda({ toolsets: [OneToolset], env: PUBLIC });

    const { statusCode, body } = await handler(eventOf('alb', { headers: { 'x-forwarded-proto': 'http' } }));

    expect([statusCode, body]).toEqual([403, expect.stringContaining('over HTTPS')]);
  });
});

describe('the address of the client', () => {
  const addressOf = async (env: Record<string, string>, change: object = {}): Promise<unknown> => {
    const { handler } = lambda({ controllers: [MirrorController], env });
    const event = { ...toMirror('http-api'), ...change };
    return JSON.parse((await handler(event)).body).ip;
  };

  it('is the one that the platform knows, whatever has been forwarded', async () => {
    expect(await addressOf({})).toBe('198.51.100.7');
  });

  it('is one that a trusted proxy in front of the platform has forwarded', async () => {
    expect([await addressOf({ TRUST_PROXY: '1' }), await addressOf({ TRUST_PROXY: '198.51.100.0/24' })]).toEqual([
      '203.0.113.9',
      '203.0.113.9',
    ]);
  });

  it('decides in IP_ALLOWLIST', async () => {
    const statusOf = async (IP_ALLOWLIST: string): Promise<number> =>
      (await lambda({ toolsets: [OneToolset], env: { IP_ALLOWLIST } }).handler(eventOf('http-api'))).statusCode;

    expect([await statusOf('198.51.100.7'), await statusOf('203.0.113.9')]).toEqual([200, 403]);
  });

  it('is what limits of anonymous callers are counted for', async () => {
    const { handler } = lambda({ toolsets: [OneToolset], env: { THROTTLE_LIMIT: '1' } });
    const from = (sourceIp: string): object => eventOf('http-api', { requestContext: { http: { sourceIp } } });

    const answers = [
      await handler(from('198.51.100.7')),
      await handler(from('198.51.100.7')),
      await handler(from('198.51.100.8')),
    ];

    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 429, 200]);
  });
});
