import { connect } from 'node:net';

/** An HTTP request as it goes over the wire: nothing is corrected. */
export interface Shot {
  readonly method: string;
  /** The request target, as it is written in the first line. */
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: string;
  /** How the body is announced: by its length, in chunks, or by a length that is not its own. */
  readonly framing?: 'length' | 'chunked' | number;
  /** The client says that it has nothing more to send. */
  readonly ends?: boolean;
  readonly version?: '1.0' | '1.1';
}

export interface Reply {
  /** 0 where the connection was closed without an answer. */
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

/** A server that says nothing for longer has failed the test. */
const SILENCE_MS = 8000;

export function textOf({ method, target, headers, body, framing = 'length', version = '1.1' }: Shot): string {
  const lines = [`${method} ${target} HTTP/${version}`, ...headers.map(([name, value]) => `${name}: ${value}`)];
  if (body === undefined) return [...lines, '', ''].join('\r\n');
  if (framing !== 'chunked') {
    const length = framing === 'length' ? Buffer.byteLength(body) : framing;
    return [...lines, `Content-Length: ${length}`, '', body].join('\r\n');
  }
  const half = Math.ceil(body.length / 2);
  const chunks = [body.slice(0, half), body.slice(half), ''].filter((chunk, index) => chunk !== '' || index === 2);
  const framed = chunks.map((chunk) => `${Buffer.byteLength(chunk).toString(16)}\r\n${chunk}\r\n`).join('');
  return [...lines, 'Transfer-Encoding: chunked', '', framed].join('\r\n');
}

/**
 * Sends a request on a connection of its own. Of a stream that stays open only the head and the first event are read. What
 * exceeds the announced length follows the answer, as it would be taken for another request.
 */
export function shoot(port: number, shot: Shot): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let surplus = surplusOf(shot);
    const text = textOf(shot);
    let received = '';
    const finish = (isClosed: boolean): void => {
      const reply = readReply(received, shot.method, isClosed);
      if (!reply) return;
      if (surplus !== '' && !isClosed) socket.end(surplus);
      if (surplus === '' || isClosed) resolve(reply);
      if (surplus === '') socket.destroy();
      surplus = '';
    };
    socket.setTimeout(SILENCE_MS, () => reject(new Error(`No answer to ${text}, but ${received}`)));
    socket.setEncoding('utf8').on('data', (data: string) => {
      received += data;
      finish(false);
    });
    socket.on('close', () => finish(true)).on('error', () => undefined);
    socket.write(text.slice(0, text.length - surplus.length));
    if (shot.ends && surplus === '') socket.end();
  });
}

/** What of a body lies beyond its announced length; such bodies are ASCII. */
function surplusOf({ framing, body = '' }: Shot): string {
  return typeof framing === 'number' && framing < body.length ? body.slice(framing) : '';
}

/** @returns `undefined` while the answer is not complete */
export function readReply(text: string, method: string, isClosed: boolean): Reply | undefined {
  const headEnd = text.indexOf('\r\n\r\n');
  if (headEnd === -1) return isClosed ? { status: 0, headers: [], body: text } : undefined;
  const [first = '', ...lines] = text.slice(0, headEnd).split('\r\n');
  if (first.startsWith('HTTP/1.1 100 ')) return readReply(text.slice(headEnd + 4), method, isClosed);
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  const reply = { status: Number(first.split(' ')[1]), headers };
  const rest = text.slice(headEnd + 4);
  const valueOf = (name: string): string | undefined => headers.find(([known]) => known === name)?.[1];
  if (method === 'HEAD' || reply.status === 204) return { ...reply, body: '' };
  if (isClosed) return { ...reply, body: rest };
  const length = valueOf('content-length');
  if (length !== undefined) return Buffer.byteLength(rest) >= Number(length) ? { ...reply, body: rest } : undefined;
  if (method === 'GET' && valueOf('content-type') === 'text/event-stream') return beginning(reply, rest);
  return /(^|\r\n)0\r\n\r\n$/.test(rest) ? { ...reply, body: unchunked(rest) } : undefined;
}

/** A stream of HTTP+SSE begins with an event; one of a session may stay silent. */
function beginning(reply: Omit<Reply, 'body'>, rest: string): Reply | undefined {
  const isSession = reply.headers.some(([name]) => name === 'mcp-session-id');
  if (isSession) return { ...reply, body: '' };
  return rest.includes('\n\n') ? { ...reply, body: unchunked(rest) } : undefined;
}

function unchunked(text: string): string {
  let [rest, body] = [text, ''];
  for (;;) {
    const [, size, tail] = /^([0-9a-f]+)\r\n([^]*)$/i.exec(rest) ?? [];
    if (size === undefined || tail === undefined || size === '0') return body;
    const length = parseInt(size, 16);
    const bytes = Buffer.from(tail);
    body += bytes.subarray(0, length).toString();
    rest = bytes.subarray(length + 2).toString();
  }
}
