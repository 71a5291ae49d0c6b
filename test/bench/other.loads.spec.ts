import { spawn, type ChildProcess } from 'node:child_process';
import type { ServerResponse } from 'node:http';
import { resolve } from 'node:path';
import { SseLoad, StdioLoad, WrongAnswerError, type Outcome } from './support/bench.js';
import { closeServer, listen, read, right, type Asked } from './support/server.js';

const BRIEFLY_MS = 100;

let child: ChildProcess | undefined;

afterEach(() => {
  closeServer();
  child?.kill();
  child = undefined;
});

async function callOnStdio(args: readonly string[]): Promise<Outcome> {
  child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const load = new StdioLoad(child);
  await load.begin();
  return load.run(BRIEFLY_MS, 4);
}

/** A server on stdio that introduces itself, and answers a call with the lines that `answers` makes of its id and text. */
const speaking = (answers: string): string[] => [
  '-e',
  `const answers = ${answers};
  const say = (message) => process.stdout.write(JSON.stringify({ jsonrpc: '2.0', ...message }) + '\\n');
  const said = (text) => ({ content: [{ type: 'text', text }] });
  require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
    const { id, method, params } = JSON.parse(line);
    if (method === 'initialize') say({ id, result: { serverInfo: { name: 'x' } } });
    if (method === 'tools/call') answers(id, params.arguments.text, said).forEach(say);
  });`,
];

describe('the load on stdio', () => {
  it('counts the answers of the raw loop', async () => {
    const { calls } = await callOnStdio([resolve('bench/servers/raw-stdio.mjs')]);

    expect(calls).toBeGreaterThan(4);
  });

  it.each([
    ['an id that nobody waits for', '(id, text, said) => [{ id: id + 100, result: said(text) }]'],
    ['an answer that comes twice', '(id, text, said) => [{ id, result: said(text) }, { id, result: said(text) }]'],
    ['other content', '(id, text, said) => [{ id, result: said(text.replace("a", "b")) }]'],
    ['an error', '(id) => [{ id, error: { code: -32603, message: "no" } }]'],
  ])('refuses %s', async (_, answers) => {
    await expect(callOnStdio(speaking(answers))).rejects.toThrow(WrongAnswerError);
  });

  it('does not go on where the server ends', async () => {
    await expect(callOnStdio(speaking('() => process.exit(3)'))).rejects.toThrow('ended with exit code 3');
  });
});

/** Sessions of a server that answers calls so. */
async function callOverSse(answer: (asked: Asked) => object): Promise<Outcome> {
  const streams = new Map<string, ServerResponse>();
  const port = await listen((request, response) => {
    const url = request.url ?? '';
    if (request.method === 'GET') {
      const path = `/messages?session=${streams.size}`;
      streams.set(path, response);
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(`event: endpoint\ndata: ${path}\n\n: keep-alive\n\n`);
      return;
    }
    void read(request).then((asked) => {
      response.writeHead(202).end('Accepted');
      const introduced = { jsonrpc: '2.0', id: asked.id, result: { serverInfo: { name: 'x' } } };
      const message = asked.method === 'initialize' ? introduced : answer(asked);
      streams.get(url)?.write(`event: message\ndata: ${JSON.stringify(message)}\n\n`);
    });
  });
  const load = new SseLoad({ port, path: '/sse', headers: {} }, 3);
  try {
    await load.begin();
    return await load.run(BRIEFLY_MS);
  } finally {
    load.close();
  }
}

describe('the load over SSE', () => {
  it('counts right answers', async () => {
    const { calls } = await callOverSse(right);

    expect(calls).toBeGreaterThan(3);
  });

  it.each<[string, (asked: Asked) => object]>([
    ['another id', (asked) => ({ ...right(asked), id: asked.id + 1 })],
    ['other content', (asked) => ({ ...right(asked), result: { content: [{ type: 'text', text: 'abc' }] } })],
  ])('refuses %s', async (_, answer) => {
    await expect(callOverSse(answer)).rejects.toThrow(WrongAnswerError);
  });
});
