import { PassThrough } from 'node:stream';
import { createInterface } from 'node:readline';
import type { INestApplication } from '@nestjs/common';
import { StdioServer } from '../../../../src/index.js';
import type { Combination } from '../../../support/combinations.js';
import { EventStream } from '../../auth/support/event-stream.js';
import { initialize, modernHeaders, send } from '../../auth/support/messages.js';

export interface RawAnswer {
  readonly id?: string;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

/** A connection over which JSON goes as it is written, letter by letter. */
export interface RawLines {
  /** Calls a tool; `args` is JSON text, and `member` the name of the member "method", with its quotes. */
  call(tool: string, args: string, member?: string): Promise<RawAnswer>;
  close(): Promise<void>;
}

type Exchange = (text: string, id: string, tool: string) => Promise<RawAnswer>;

const META =
  '"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}';

export async function connectRaw(app: INestApplication, url: string, combination: Combination): Promise<RawLines> {
  const { exchange, close } = await opened(app, url, combination);
  let sent = 0;
  return {
    call: (tool, args, member = '"method"') => {
      const id = `raw-${(sent += 1)}`;
      const meta = combination.era === 'modern' ? `,${META}` : '';
      const params = `{"name":"${tool}","arguments":${args}${meta}}`;
      return exchange(`{"jsonrpc":"2.0","id":"${id}",${member}:"tools/call","params":${params}}`, id, tool);
    },
    close,
  };
}

interface Opened {
  readonly exchange: Exchange;
  readonly close: () => Promise<void>;
}

function opened(app: INestApplication, url: string, combination: Combination): Opened | Promise<Opened> {
  switch (combination.transport) {
    case 'stdio':
      return overStdio(app, combination);
    case 'sse':
      return overSse(url);
    case 'http':
      return overHttp(url, combination);
  }
}

const messageIn = (body: string): RawAnswer => JSON.parse(/^data: (\{.*)$/m.exec(body)?.[1] ?? body) as RawAnswer;

async function overHttp(url: string, { era, sessions }: Combination): Promise<Opened> {
  const headers = { 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream' };
  const posted = (body: string, more: Record<string, string>) =>
    send(`${url}/mcp`, { method: 'POST', body, headers: { ...headers, ...more } });
  const session: Record<string, string> = {};
  if (sessions) {
    const { headers: answered } = await posted(JSON.stringify(initialize), {});
    session['Mcp-Session-Id'] = answered.get('mcp-session-id')!;
  }
  return {
    exchange: async (text, _id, tool) => {
      const more = era === 'modern' ? modernHeaders('tools/call', tool) : session;
      return messageIn((await posted(text, more)).body);
    },
    close: () => Promise.resolve(),
  };
}

async function overSse(url: string): Promise<Opened> {
  const stream = await EventStream.open(url, {});
  const posted = (body: string) =>
    send(stream.endpoint!, { method: 'POST', body, headers: { 'Content-Type': 'application/json' } });
  await posted(JSON.stringify(initialize));
  return {
    exchange: async (text, id) => {
      const { status, body } = await posted(text);
      if (status !== 202) return messageIn(body);
      while (!stream.received.includes(`"id":"${id}"`)) await new Promise((resolve) => setTimeout(resolve, 5));
      const line = stream.received.split('\n').find((candidate) => candidate.includes(`"id":"${id}"`));
      return messageIn(line!);
    },
    close: () => Promise.resolve(stream.close()),
  };
}

function overStdio(app: INestApplication, { era }: Combination): Opened {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const ended = app.get(StdioServer).serve(input, output, new AbortController().signal);
  const waiting: ((answer: RawAnswer) => void)[] = [];
  createInterface({ input: output }).on('line', (line) => {
    const message = JSON.parse(line) as RawAnswer;
    if (message.id !== 'hello') waiting.shift()?.(message);
  });
  if (era === 'legacy') input.write(`${JSON.stringify({ ...initialize, id: 'hello' })}\n`);
  return {
    exchange: (text) =>
      new Promise((resolve) => {
        waiting.push(resolve);
        input.write(`${text}\n`);
      }),
    close: async () => {
      input.end();
      await ended;
    },
  };
}
