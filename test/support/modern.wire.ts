import { PassThrough } from 'node:stream';
import { createInterface } from 'node:readline';
import type { INestApplication } from '@nestjs/common';
import { StdioServer } from '../../src/index.js';

export interface WireMessage {
  readonly id?: string | number;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown };
}

/** Revision 2026-07-28 message by message, for what the official client does not show. */
export interface ModernWire {
  /** Sends a request; resolves with its answer. */
  ask(method: string, params?: object, capabilities?: object): Promise<WireMessage>;
  /** Sends a request that stays open; what arrives for it is collected. */
  follow(params: object, capabilities?: object): Promise<readonly WireMessage[]>;
  close(): Promise<void>;
}

const NAMES: Record<string, string> = { 'tools/call': 'name', 'prompts/get': 'name', 'resources/read': 'uri' };

function requestOf(id: number, method: string, params: object, capabilities: object): object {
  const meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientInfo': { name: 'wire', version: '1.0.0' },
    'io.modelcontextprotocol/clientCapabilities': capabilities,
  };
  return { jsonrpc: '2.0', id, method, params: { ...params, _meta: meta } };
}

export function httpWire(url: string): ModernWire {
  let sent = 0;
  const stop = new AbortController();
  const post = (method: string, params: object, capabilities: object): Promise<Response> => {
    const name = (params as Record<string, unknown>)[method.startsWith('tasks/') ? 'taskId' : (NAMES[method] ?? '')];
    return fetch(`${url}/mcp`, {
      method: 'POST',
      signal: stop.signal,
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        'mcp-protocol-version': '2026-07-28',
        'mcp-method': method,
        ...(typeof name === 'string' && { 'mcp-name': name }),
      },
      body: JSON.stringify(requestOf((sent += 1), method, params, capabilities)),
    });
  };
  return {
    ask: async (method, params = {}, capabilities = {}) => {
      const text = await (await post(method, params, capabilities)).text();
      const messages = text.startsWith('{') ? [JSON.parse(text) as WireMessage] : eventsIn(text);
      return messages.find((message) => 'result' in message || 'error' in message) as WireMessage;
    },
    follow: async (params, capabilities = {}) => {
      const collected: WireMessage[] = [];
      const response = await post('subscriptions/listen', params, capabilities);
      void collect(response, collected).catch(() => undefined);
      return collected;
    },
    close: () => Promise.resolve(stop.abort()),
  };
}

async function collect(response: Response, into: WireMessage[]): Promise<void> {
  if (!response.headers.get('content-type')?.startsWith('text/event-stream')) {
    into.push((await response.json()) as WireMessage);
    return;
  }
  const decoder = new TextDecoder();
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    into.push(...eventsIn(decoder.decode(chunk, { stream: true })));
  }
}

function eventsIn(text: string): WireMessage[] {
  return [...text.matchAll(/^data: (\{.*\})$/gm)].map(([, data]) => JSON.parse(data as string) as WireMessage);
}

export function stdioWire(app: INestApplication): ModernWire {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const ended = app.get(StdioServer).serve(input, output, new AbortController().signal);
  const waiting = new Map<number, (message: WireMessage) => void>();
  const followed: WireMessage[] = [];
  createInterface({ input: output }).on('line', (line) => {
    const message = JSON.parse(line) as WireMessage;
    const resolve = 'method' in message ? undefined : waiting.get(message.id as number);
    if (resolve) resolve(message);
    else followed.push(message);
  });
  let sent = 0;
  const send = (method: string, params: object, capabilities: object): void => {
    sent += 1;
    input.write(`${JSON.stringify(requestOf(sent, method, params, capabilities))}\n`);
  };
  return {
    ask: (method, params = {}, capabilities = {}) =>
      new Promise((resolve) => {
        // Streams in one process may bring the answer while the request is being written.
        waiting.set(sent + 1, resolve);
        send(method, params, capabilities);
      }),
    follow: (params, capabilities = {}) => {
      send('subscriptions/listen', params, capabilities);
      return Promise.resolve(followed);
    },
    close: async () => {
      input.end();
      await ended;
    },
  };
}
