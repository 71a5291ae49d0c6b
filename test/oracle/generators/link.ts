import type { Step } from '../compare/case.types.js';
import type { TransportKind } from '../sides/sides.js';
import { MODERN, envelope, type Asked } from './requests.js';

type Members = Readonly<Record<string, unknown>>;

const NAMES: Readonly<Record<string, string>> = {
  'tools/call': 'name',
  'prompts/get': 'name',
  'resources/read': 'uri',
};

/** Header values are sent as they are: no control characters, no blanks around them. */
const isToken = (text: string): boolean => /^[\x21-\x7e]+( [\x21-\x7e]+)*$/.test(text);

/** The headers that say again what a message of 2026-07-28 says. */
export function mirrored(message: object): Record<string, string> {
  const { method, params } = message as { method?: unknown; params?: Members | null };
  const name = params?.[NAMES[String(method)] ?? ''];
  return {
    'mcp-protocol-version': MODERN,
    ...(typeof method === 'string' && isToken(method) && { 'mcp-method': method }),
    ...(typeof name === 'string' && isToken(name) && { 'mcp-name': name }),
  };
}

/** Makes steps of messages, with the headers that the transport wants beside them. */
export class Link {
  constructor(
    private readonly transport: TransportKind,
    private readonly revision: string = MODERN,
    private readonly meta: object | undefined = undefined,
  ) {}

  static modern(transport: TransportKind, declared: object, more: object = {}): Link {
    return new Link(transport, MODERN, envelope(declared, more));
  }

  request(id: unknown, { method, params }: Asked, meta: object = {}): Step {
    const all = { ...this.meta, ...meta };
    const isBare = Object.keys(all).length === 0;
    const { _meta, ...others } = params as Members;
    const whole = isBare ? params : { ...others, _meta: { ...(_meta as object), ...all } };
    return this.message({ jsonrpc: '2.0', id, method, params: whole });
  }

  notice({ method, params }: Asked): Step {
    const whole = this.meta ? { ...params, _meta: this.meta } : params;
    return this.message({ jsonrpc: '2.0', method, params: whole });
  }

  message(message: object): Step {
    return this.text(JSON.stringify(message), this.meta ? mirrored(message) : {});
  }

  text(body: string, more: Record<string, string | undefined> = {}): Step {
    return { do: 'send', method: 'POST', headers: { ...this.headers(), ...more }, body };
  }

  /** The first message of a session, which has no id yet. */
  first(id: unknown, { method, params }: Asked): Step {
    return { do: 'send', method: 'POST', headers: {}, body: JSON.stringify({ jsonrpc: '2.0', id, method, params }) };
  }

  bare(method: 'GET' | 'DELETE', more: Record<string, string | undefined> = {}): Step {
    const accept = method === 'GET' ? { accept: 'text/event-stream' } : {};
    return { do: 'send', method, headers: { ...this.headers(), ...accept, ...more }, body: '' };
  }

  private headers(): Record<string, string> {
    if (this.transport !== 'sessions' || this.meta) return {};
    return { 'mcp-session-id': '@session', 'mcp-protocol-version': this.revision };
  }
}
