import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import type { ScenarioTable } from '../core/scenario.types.js';
import { within } from '../core/until.js';
import type { LegacySession } from './legacy.session.js';

const ANSWER_MS = 5000;

interface Send {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
}

async function exchange(url: URL, { method = 'GET', headers = {}, body }: Send = {}): Promise<IncomingMessage> {
  const outgoing = request(url, { method, headers, agent: false });
  outgoing.end(body && JSON.stringify(body));
  const [response] = (await within(once(outgoing, 'response'), `${method} ${url.pathname}`, ANSWER_MS)) as [
    IncomingMessage,
  ];
  response.on('error', () => undefined);
  return response;
}

async function status(url: URL, send?: Send): Promise<number | undefined> {
  const response = await exchange(url, send);
  response.destroy();
  return response.statusCode;
}

/** Opens a stream without a client, and gives the address to post to. */
async function openStream(origin: string): Promise<{ stream: IncomingMessage; endpoint: URL }> {
  const stream = await exchange(new URL('/sse', origin));
  const [chunk] = (await within(once(stream, 'data'), 'the endpoint', ANSWER_MS)) as [Buffer];
  const [, path = ''] = /event: endpoint\ndata: (.+)\n/.exec(String(chunk)) ?? [];
  return { stream, endpoint: new URL(path, origin) };
}

const post = (body: object): Send => ({ method: 'POST', headers: { 'content-type': 'application/json' }, body });

const INITIALIZED = post({ jsonrpc: '2.0', method: 'notifications/initialized' });

/** What the suite asks of sessions and of foreign names, on the routes of HTTP+SSE. */
export const sseScenarios: ScenarioTable<LegacySession> = {
  'server-initialize': {
    'server-session-id-visible-ascii': async ({ origin }) => {
      const { stream, endpoint } = await openStream(origin);
      stream.destroy();
      assert.match(endpoint.searchParams.get('sessionId') ?? '', /^[\x21-\x7e]+$/);
    },
  },
  'dns-rebinding-protection': {
    'localhost-host-rebinding-rejected': async ({ origin }) => {
      const url = new URL('/sse', origin);
      const foreign: Record<string, string>[] = [
        { host: 'evil.example.com', origin: 'http://evil.example.com' },
        { host: 'evil.example.com' },
        { origin: 'http://evil.example.com' },
      ];
      for (const headers of foreign) assert.equal(await status(url, { headers }), 403, JSON.stringify(headers));
    },
    'localhost-host-valid-accepted': async ({ origin }) => {
      const host = `localhost:${new URL(origin).port}`;
      const headers = { host, origin: `http://${host}` };
      assert.equal(await status(new URL('/sse', origin), { headers }), 200);
    },
  },
  'server-session-lifecycle': {
    'server-session-initialized-accepted': async ({ origin }) => {
      const { stream, endpoint } = await openStream(origin);
      assert.equal(await status(endpoint, INITIALIZED), 202);
      stream.destroy();
    },
    'server-session-terminated-returns-404': async ({ origin }) => {
      const { stream, endpoint } = await openStream(origin);
      stream.destroy();
      await once(stream, 'close');
      let last: number | undefined;
      for (let tries = 0; tries < 50 && last !== 404; tries += 1) last = await status(endpoint, INITIALIZED);
      assert.equal(last, 404);
    },
  },
};
