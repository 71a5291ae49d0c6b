import type { Case, Step } from '../compare/case.types.js';
import { FIXED } from '../offer/definitions.js';
import type { TransportKind } from '../sides/sides.js';
import { Link } from './link.js';
import { ALL_FEATURES, LATEST, envelope, initialize } from './requests.js';

const call = { method: 'tools/call', params: { name: 'blocks', arguments: null } };
const prompt = { method: 'prompts/get', params: { name: 'write', arguments: { topic: 'a', further: 1 } } };
const complete = {
  method: 'completion/complete',
  params: { ref: { type: 'ref/prompt', name: 'write' }, argument: { name: 'other', value: 7 } },
};
const ask = { name: 'ask', arguments: { what: 'form' } };
const answered = { ...ask, inputResponses: { form: { action: 'decline' } }, _meta: envelope({}) };

/** What the table has a line for, and chance seldom comes to. */
export function rareCases(transport: TransportKind): readonly Case[] {
  const one = (step: Step): Case => ({ transport, topic: 'rare', steps: [step] });
  const plain = new Link(transport, LATEST);
  switch (transport) {
    case 'http':
      return [
        one(plain.text('{', { accept: '*/*' })),
        one(plain.text(JSON.stringify([cancelled, { jsonrpc: '2.0', id: 1, ...initialize(LATEST) }]))),
        one(plain.request(1, call)),
        one(plain.request(1, prompt)),
        one(plain.request(1, complete)),
        one(Link.modern(transport, {}).request(1, { method: 'tools/call', params: answered })),
        ...['1999-01-01', '2025-1-1', ''].map((version) => one(plain.text(LIST, { 'mcp-protocol-version': version }))),
        ...otherNames(transport),
      ];
    case 'sessions':
      return [one({ ...plain.first(undefined, initialize(LATEST, ALL_FEATURES)) })];
    case 'stdio':
      return [
        { transport, topic: 'rare', steps: [plain.first(1, initialize(LATEST)), plain.text(`\ufeff${PING}`)] },
        early(plain, transport),
      ];
    case 'sse':
      return [early(plain, transport)];
  }
}

const LIST = '{"jsonrpc":"2.0","id":1,"method":"tools/list"}';
const PING = '{"jsonrpc":"2.0","id":2,"method":"ping"}';

/** A change before the client has finished the handshake. */
function early(link: Link, transport: TransportKind): Case {
  const change = { method: 'tools/call', params: { name: 'change', arguments: { what: 'tools' } } };
  return { transport, topic: 'rare', steps: [link.first(1, initialize(LATEST)), link.request(2, change)] };
}

const cancelled = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 9 } };

/** A header that names something else, behind a request with the same envelope whose header was right. */
function otherNames(transport: TransportKind): Case[] {
  const link = Link.modern(transport, {});
  const named = [
    { method: 'tools/call', params: { name: 'blocks' } },
    { method: 'prompts/get', params: { name: 'tell' } },
    { method: 'resources/read', params: { uri: FIXED } },
  ];
  return named.map((asked) => {
    const step = link.request(1, asked) as Extract<Step, { do: 'send' }>;
    const headers = { ...step.headers, 'mcp-name': 'other' };
    return { transport, topic: 'other name', steps: [step, { ...step, headers }] };
  });
}
