import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AuthInfo, JSONRPCMessage } from '@modelcontextprotocol/server';
import { mayWrite } from '../network/unread.limit.js';

/** One HTTP exchange, with the body read and the caller known. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** The message or messages of a POST. */
  readonly body: JSONRPCMessage | JSONRPCMessage[] | undefined;
  readonly authInfo: AuthInfo;
  /** Told of the answer with which a handler refuses. */
  readonly refused: (answer: Response) => Promise<void>;
}

export interface CarryOptions {
  /** Bytes that may wait to be read beyond the limit, because the client has asked for them. */
  readonly allowance: number;
  /** The call goes on without its client: in the legacy era to disconnect is not to cancel. */
  readonly runsOn?: boolean;
}

/** How the SDK's handlers are called. */
export type Fetch = (request: Request, options: { authInfo: AuthInfo; parsedBody?: unknown }) => Promise<Response>;

/**
 * Carries an exchange to a handler of the SDK and its answer back. Unlike the SDK's own bridge it lets go of a stream as
 * soon as the client is gone, and cuts clients that do not read.
 */
export async function carry(
  { request, response, body, authInfo, refused }: Exchange,
  fetch: Fetch,
  { allowance, runsOn = false }: CarryOptions,
): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished && !runsOn) gone.abort();
  });
  if (response.destroyed) return;
  const answer = await fetch(webRequest(request, gone.signal), {
    authInfo,
    ...(body !== undefined && { parsedBody: body }),
  });
  if (answer.status >= 400) await refused(answer.clone());
  if (response.destroyed && !runsOn) {
    await answer.body?.cancel();
    return;
  }
  if (!isEventStream(answer)) {
    // Whole already: with its length it goes out in one piece.
    const bytes = Buffer.from(await answer.arrayBuffer());
    const length = bytes.length > 0 ? { 'content-length': bytes.length } : {};
    if (!response.destroyed) response.writeHead(answer.status, { ...Object.fromEntries(answer.headers), ...length });
    response.end(bytes);
    return;
  }
  if (!response.destroyed) {
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    // An event stream may have nothing to say for long: the client is to know at once that it is open.
    response.flushHeaders();
  }
  if (answer.body) await pump(answer.body, response, gone.signal, { allowance, runsOn });
  response.end();
}

function isEventStream({ headers }: Response): boolean {
  return headers.get('content-type')?.startsWith('text/event-stream') ?? false;
}

/** The body is handed over parsed, beside the request; the URL is of no concern to the SDK and not always a valid one. */
function webRequest({ method, headers }: IncomingMessage, signal: AbortSignal): Request {
  const entries = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [value].flat().map((item) => [name, item]),
  );
  return new Request('http://localhost/', { method, headers: entries, signal });
}

async function pump(
  body: ReadableStream<Uint8Array>,
  response: ServerResponse,
  gone: AbortSignal,
  { allowance, runsOn }: CarryOptions,
): Promise<void> {
  const reader = body.getReader();
  const release = (): void => void reader.cancel().catch(() => undefined);
  gone.addEventListener('abort', release, { once: true });
  if (gone.aborted) release();
  // Read at once, so that what waits for the client waits where it is counted.
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    if (mayWrite(response, allowance)) response.write(next.value);
    else if (!runsOn) release();
  }
}
