import { request } from 'node:http';

/** The refusal of a message that no official client would send. */
export interface Posted {
  readonly status: number;
  readonly code?: number;
  readonly id?: unknown;
  readonly retryAfter?: string;
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The JSON-RPC message of the answer, whether it came as JSON or as an event. */
  readonly message: { readonly id?: unknown; readonly result?: unknown; readonly error?: { readonly code: number } };
}

/** Posts whatever is given, headers that `fetch` would not let through included. */
export function exchange(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const common = { 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream' };
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method: 'POST', agent: false, headers: { ...common, ...headers } }, (incoming) => {
      let received = '';
      incoming.setEncoding('utf8').on('data', (chunk: string) => (received += chunk));
      incoming.on('end', () => {
        const json = /^data: (\{.*)$/m.exec(received)?.[1] ?? received;
        resolve({ status: incoming.statusCode!, headers: incoming.headers, message: JSON.parse(json) as never });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(text);
  });
}

/** Posts and says how it was refused. */
export async function post(url: string, body: unknown, headers?: Record<string, string>): Promise<Posted> {
  const { status, headers: received, message } = await exchange(url, body, headers);
  const retryAfter = received['retry-after'];
  return {
    status,
    ...(message.error && { code: message.error.code }),
    ...(message.id !== undefined && { id: message.id }),
    ...(typeof retryAfter === 'string' && { retryAfter }),
  };
}
