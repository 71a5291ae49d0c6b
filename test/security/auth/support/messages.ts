/** What a client of either era sends, by hand: for requests that no proper client would send. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

type Params = Readonly<Record<string, unknown>>;

const MODERN = '2026-07-28';

export function legacyMessage(method: string, params: Params = {}, id: number | string = 1): object {
  return { jsonrpc: '2.0', id, method, params };
}

export function modernMessage(method: string, params: Params = {}, id: number | string = 1): object {
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': MODERN,
    'io.modelcontextprotocol/clientInfo': { name: 'by hand', version: '1' },
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  return { jsonrpc: '2.0', id, method, params: { ...params, _meta } };
}

export const initialize = legacyMessage('initialize', {
  protocolVersion: '2025-11-25',
  capabilities: {},
  clientInfo: { name: 'by hand', version: '1' },
});

/** The headers that a message of the modern era has to carry. */
export function modernHeaders(method: string, name?: string): Record<string, string> {
  return { 'MCP-Protocol-Version': MODERN, 'Mcp-Method': method, ...(name !== undefined && { 'Mcp-Name': name }) };
}

const COMMON = { 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream' };

export function post(url: string, message: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  return send(url, { method: 'POST', headers: { ...COMMON, ...headers }, body: JSON.stringify(message) });
}

/** Sends a request; of a stream that stays open only the beginning is read. */
export async function send(url: string, init: RequestInit = {}): Promise<Answer> {
  const abort = new AbortController();
  const response = await fetch(url, { ...init, signal: abort.signal });
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') ?? false;
  const body = isStream && init.method !== 'POST' ? await beginning(response) : await response.text();
  abort.abort();
  return { status: response.status, headers: response.headers, body };
}

async function beginning(response: Response): Promise<string> {
  const reader = response.body!.getReader();
  const { value } = await Promise.race([
    reader.read(),
    new Promise<{ value: undefined }>((resolve) => setTimeout(() => resolve({ value: undefined }), 300)),
  ]);
  return value ? Buffer.from(value).toString('utf8') : '';
}
