import { createInterface } from 'node:readline';

/** What API Gateway (HTTP API, payload 2.0) makes of a POST to the function. */
const eventOf = (body) => ({
  version: '2.0',
  routeKey: 'POST /mcp',
  rawPath: '/mcp',
  rawQueryString: '',
  headers: {
    accept: 'application/json, text/event-stream',
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    host: 'bench.example.com',
    'x-forwarded-proto': 'https',
  },
  requestContext: {
    domainName: 'bench.example.com',
    stage: '$default',
    requestId: 'bench',
    time: new Date().toUTCString(),
    timeEpoch: Date.now(),
    http: { method: 'POST', path: '/mcp', protocol: 'HTTP/1.1', sourceIp: '203.0.113.7', userAgent: 'bench' },
  },
  body,
  isBase64Encoded: false,
});

const CONTEXT = { awsRequestId: 'bench', functionName: 'bench', getRemainingTimeInMillis: () => 30_000 };

/** Hands the lines of stdin to a function as events, and writes the messages that it answers with. */
export function invokeWithLines(handler) {
  createInterface({ input: process.stdin }).on('line', (line) => {
    handler(eventOf(line), CONTEXT).then(({ body }) => {
      const message = /^data: (\{.*)$/m.exec(body)?.[1] ?? body;
      process.stdout.write(`${message}\n`);
    });
  });
}
