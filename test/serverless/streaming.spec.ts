import { PassThrough, type Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { All, Controller, Res } from '@nestjs/common';
import type { Response } from 'express';
import { eventOf } from './support/documents.js';
import { lambda } from './support/functions.js';

type Handler = (event: unknown, output: Writable, context: object) => Promise<void>;

/** The part of Lambda's runtime that a streaming handler sees. */
const runtime = {
  streamifyResponse: (handler: Handler): Handler => handler,
  HttpResponseStream: { from: (output: Writable, head: object): Writable => Object.assign(output, { head }) },
};

@Controller('endless')
class EndlessController {
  @All('events')
  events(@Res() response: Response): void {
    response.type('text/event-stream').write('data: begun\n\n');
  }

  @All('text')
  words(@Res() response: Response): void {
    response.type('text/plain').write('begun');
  }

  @All('cut')
  cut(@Res() response: Response): void {
    response.type('text/plain').write('begun');
    setImmediate(() => response.destroy());
  }
}

beforeAll(() => {
  Object.assign(globalThis, { awslambda: runtime });
});
afterAll(() => {
  Object.assign(globalThis, { awslambda: undefined });
});

const LATE = 'The function has no time left for this request: ask for less, or have its timeout raised';
const LATE_EVENT = `event: message\ndata: {"jsonrpc":"2.0","id":"mine","error":{"code":-32000,"message":"${LATE}"}}\n\n`;

/** What a client gets of an answer that does not end, and how much time the function has left then. */
async function said(path: string, body = '{"id":"mine"}'): Promise<{ said: string; left: number }> {
  const { streamHandler, handler } = lambda({ controllers: [EndlessController] });
  await handler(eventOf('function-url'));
  const output = new PassThrough();
  const end = Date.now() + 600;
  const left = (): number => end - Date.now();
  const event = eventOf('function-url', { rawPath: `/endless/${path}`, body, isBase64Encoded: false });
  const reading = text(output);
  reading.catch(() => undefined);
  await (streamHandler as Handler)(event, output, { getRemainingTimeInMillis: left });
  return { said: await reading, left: left() };
}

describe('a streamed answer that does not end in time', () => {
  it('is ended by an event under the id of the request, before Lambda ends the function', async () => {
    const { said: text, left } = await said('events');

    expect(text).toBe(`data: begun\n\n${LATE_EVENT}`);
    expect(left).toBeGreaterThan(0);
  });

  it('ends without such an event where the request has no id', async () => {
    expect((await said('events', '{}')).said).toBe('data: begun\n\n');
  });

  it('ends as it is where it holds no events', async () => {
    const { said: text, left } = await said('text');

    expect([text, left > 0]).toEqual(['begun', true]);
  });
});

it('a streamed answer that the application cuts off fails', async () => {
  await expect(said('cut')).rejects.toThrow('response destroyed before completion');
});
