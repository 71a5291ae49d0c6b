import type { Difference } from '../compare/case.types.js';
import {
  type Members,
  failuresIn,
  isObject,
  ourFailure,
  oursIn,
  paramsOf,
  revisionOf,
  sentOf,
  theirsIn,
  weCannotRead,
  weRefuse,
} from './facts.js';
import type { Rule } from './rule.interface.js';

const isFractional = (id: unknown): boolean => typeof id === 'number' && !Number.isInteger(id);

/** How messages are read, whatever brings them. */
export const messageDifferences: readonly Rule[] = [
  {
    name: 'error texts',
    ours: 'says what to change, without internal details',
    theirs: "its own words, or its schema library's",
    why: 'Texts are for people; codes are compared.',
    applies: ({ at, ours }) => at === 'error.message' && !String(ours).includes('secret'),
  },
  {
    name: 'no null id',
    ours: 'leaves `id` out of an error for a message whose id cannot be read',
    theirs: '`"id": null`',
    why: 'MCP knows no null id.',
    applies: ({ at, ours, theirs }) => at === 'id' && ours === undefined && theirs === null,
  },
  {
    name: 'refusals name their request',
    ours: 'a refusal has the id of the message, where it has a valid one',
    theirs: '`"id": null`',
    why: 'The client can tell which request failed.',
    applies: (d) => d.at === 'id' && d.theirs === null && d.ours !== undefined && d.ours === sentOf(d)['id'],
  },
  {
    name: 'fractional ids',
    ours: '−32600',
    theirs: 'takes or repeats the id',
    why: 'A request id is a string or an integer.',
    applies: (d) => isFractional(sentOf(d)['id']) && (weRefuse(d, -32600, /id of a message/) || d.at === 'id'),
  },
  {
    name: 'batches',
    ours: '−32600 in every revision but 2025-03-26',
    theirs: 'takes batches in every revision',
    why: 'Batches exist in 2025-03-26 only.',
    applies: (d) => Array.isArray(d.sent) && revisionOf(d) !== '2025-03-26' && weRefuse(d, -32600, /has batches/),
  },
  {
    name: 'prototype members',
    ours: '−32602 for `__proto__` and `constructor.prototype`',
    theirs: 'takes them',
    why: 'Handlers may merge what they get.',
    applies: (d) =>
      weRefuse(d, -32602, /'__proto__' or 'constructor.prototype'/) || isRefusedPost(d, /"__proto__"|"prototype"/),
  },
  {
    name: 'deep nesting',
    ours: '−32602 beyond MAX_JSON_DEPTH',
    theirs: 'takes any depth',
    why: 'Deep values exhaust the stack of what walks them.',
    applies: (d) => weRefuse(d, -32602, /nested deeper/) || isRefusedPost(d, /\[{65}/),
  },
  {
    name: 'wrong parameters',
    ours: '−32602',
    theirs: '−32603 with the issues of its schema library',
    why: 'JSON-RPC 2.0, section 5.1: invalid params are −32602.',
    applies: (d) =>
      d.at === 'error.code' &&
      d.ours === -32602 &&
      d.theirs === -32603 &&
      failuresIn(theirsIn(d)).some(({ message }) => /^\[\s*\{/.test(message)),
  },
  {
    name: 'faults of the envelope over stdio',
    ours: '−32602 with the member at fault in `data.envelope`, before the method is looked at',
    theirs: '−32602 without data, or −32601 where the method is unknown as well',
    why: 'One reader of envelopes serves every transport.',
    applies: (d) =>
      d.case.transport === 'stdio' &&
      d.case.topic.startsWith('modern') &&
      ourFailure(d)?.code === -32602 &&
      /envelope/.test(ourFailure(d)?.message ?? '') &&
      ((d.at === 'error.data' && d.theirs === undefined) || (d.at === 'error.code' && d.theirs === -32601)),
  },
  {
    name: 'unreadable lines',
    ours: 'answers what it cannot read, and goes on',
    theirs: 'no answer over stdio',
    why: 'JSON-RPC 2.0, section 5: an invalid request has a response.',
    applies: (d) => d.case.transport === 'stdio' && d.at === 'messages' && theirsIn(d).length === 0 && weCannotRead(d),
  },
  {
    name: 'byte order marks',
    ours: 'ignores one at the start of a line',
    theirs: 'drops the line',
    why: 'RFC 8259, section 8.1, allows parsers to ignore it.',
    applies: (d) =>
      d.case.transport === 'stdio' &&
      d.at === 'messages' &&
      typeof d.sent === 'string' &&
      d.sent.startsWith('\ufeff') &&
      theirsIn(d).length === 0,
  },
  {
    name: 'null arguments',
    ours: '`"arguments": null` means none',
    theirs: '−32602',
    why: 'Clients that serialise absent members write null.',
    applies: (d) =>
      ['outcome', 'error.code', 'error.data', 'status', 'messages'].includes(d.at) && paramsOf(d)['arguments'] === null,
  },
  {
    name: 'batches over one stream',
    ours: 'serves them over stdio and HTTP+SSE in 2025-03-26: an answer for each request',
    theirs: 'takes none',
    why: 'Batches belong to the revision, not to one transport.',
    applies: (d) =>
      (d.case.transport === 'stdio' || d.case.transport === 'sse') &&
      Array.isArray(d.sent) &&
      ((['status', 'message'].includes(d.at) && d.exchange.ours?.status === 202 && d.exchange.theirs?.status === 400) ||
        (d.at === 'messages' && theirsIn(d).length === 0 && answersEach(d))),
  },
  {
    name: 'ids in use',
    ours: '−32600 for a request whose id belongs to one that is not answered yet',
    theirs: 'serves both, and mixes up their answers',
    why: 'Two requests with one id cannot be told apart.',
    applies: (d) => weRefuse(d, -32600, /belongs to a request of this session/),
  },
  {
    name: 'answers to a shared id',
    ours: 'the first request has its answer, on its own stream',
    theirs: 'answers come twice, on another stream or never',
    why: 'The second request was refused.',
    applies: isAfterSharedId,
  },
];

/** Nothing comes on the stream of HTTP+SSE for a message that was refused as it was posted. */
function isRefusedPost(d: Difference, pattern: RegExp): boolean {
  const isStream = d.case.transport === 'sse' && d.exchange.ours?.status === 200 && d.at === 'messages';
  return isStream && oursIn(d).length === 0 && pattern.test(JSON.stringify(d.sent));
}

/** What became of two requests with one id on the side that served both. */
function isAfterSharedId(d: Difference): boolean {
  const isFirst = oursIn(d).every((message) => isObject(message) && ('method' in message || message['id'] === 5));
  return d.case.topic.endsWith('same id') && (d.at === 'ended' || (d.at === 'messages' && isFirst));
}

/** Ours has an answer for each request of the batch, and no other. */
function answersEach(d: Difference): boolean {
  const requests = (d.sent as readonly Members[]).filter((message) => 'method' in message && 'id' in message);
  const answers = oursIn(d)
    .flat()
    .filter((message) => isObject(message) && !('method' in message)) as Members[];
  const idsOf = (messages: readonly Members[]): string[] => messages.map(({ id }) => JSON.stringify(id)).sort();
  return idsOf(requests).join() === idsOf(answers).join();
}
