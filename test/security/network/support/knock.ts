import { request, type IncomingHttpHeaders } from 'node:http';
import { request as tlsRequest } from 'node:https';
import type { Route } from './routes.js';

export interface Knocked {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** What has come of the body by the time it was cut off: a stream goes on. */
  readonly text: string;
}

export interface Knock {
  readonly method?: string;
  readonly path: string;
  readonly body?: string | object;
  readonly headers?: Readonly<Record<string, string>>;
  /** Address to connect from, such as another one of the loopback. */
  readonly from?: string;
}

/** So long an answer may go on before it is cut off. */
const PATIENCE_MS = 300;

const COMMON = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };

/** Sends a request on a connection of its own, headers that `fetch` would not let through included. */
export function knock(url: string, { method = 'GET', path, body, headers, from }: Knock): Promise<Knocked> {
  const target = new URL(path, url);
  const options = {
    method,
    agent: false,
    headers: { ...(body !== undefined && COMMON), accept: COMMON.accept, ...headers },
    ...(from !== undefined && { localAddress: from }),
    rejectUnauthorized: false,
  } as const;
  return new Promise((resolve, reject) => {
    const outgoing = (target.protocol === 'https:' ? tlsRequest : request)(target, options, (incoming) => {
      let text = '';
      const done = (): void => resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text });
      incoming.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      incoming.on('close', done).on('error', () => undefined);
      setTimeout(() => outgoing.destroy(), PATIENCE_MS).unref();
    });
    outgoing.on('error', reject);
    outgoing.end(typeof body === 'object' ? JSON.stringify(body) : body);
  });
}

export function knockOn(url: string, route: Route, more: Partial<Knock> = {}): Promise<Knocked> {
  return knock(url, { ...route, ...more });
}
