import type { Difference } from './compare/case.types.js';
import type { Message } from './sides/wire.js';
import {
  type Members,
  failuresIn,
  isCalled,
  isObject,
  ourFailure,
  oursIn,
  sentOf,
  theirFailure,
  theirsIn,
  wasSent,
  weCannotRead,
  weRefuse,
} from './differences/facts.js';

/** A difference between our server and a bare one of the SDK that is meant. */
export interface Rule {
  readonly name: string;
  readonly ours: string;
  readonly theirs: string;
  readonly why: string;
  readonly applies: (difference: Difference) => boolean;
}

const isFractional = (id: unknown): boolean => typeof id === 'number' && !Number.isInteger(id);

export const differences: readonly Rule[] = [
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
    name: 'internal failures of tools',
    ours: 'a tool result with `isError` and the id of a log entry',
    theirs: '−32603 with the message of the exception',
    why: 'The text of an exception may hold secrets.',
    applies: (d) =>
      d.at === 'outcome' &&
      JSON.stringify(d.theirs).includes('secret detail') &&
      /"isError":true/.test(JSON.stringify(d.ours)),
  },
  {
    name: 'tool input errors',
    ours: 'a tool result with `isError` that names each fault',
    theirs: '−32602 (from the handler)',
    why: 'The model can correct its input.',
    applies: (d) =>
      d.at === 'outcome' &&
      isCalled(d, 'tools/call') &&
      isObject(d.ours) &&
      isObject(d.ours['result']) &&
      d.ours['result']['isError'] === true &&
      theirFailure(d)?.code === -32602,
  },
  {
    name: 'texts of refused questions',
    ours: 'names the capability that the client lacks',
    theirs: 'the words of the handler',
    why: 'Texts are for people and models.',
    applies: ({ at, ours, theirs }) =>
      at === 'result.content.0.text' &&
      String(ours).startsWith("This needs the client's ") &&
      theirs === 'The client cannot be asked.',
  },
  {
    name: 'batches',
    ours: '−32600 in every revision but 2025-03-26',
    theirs: 'takes batches in every revision',
    why: 'Batches exist in 2025-03-26 only.',
    applies: (d) => Array.isArray(d.sent) && weRefuse(d, -32600, /has batches/),
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
    name: 'allowed HTTP methods',
    ours: '`Allow: GET, POST, DELETE`',
    theirs: '`Allow: POST`',
    why: 'A client learns every method of the endpoint.',
    applies: (d) => d.at === 'header allow' && d.ours === 'GET, POST, DELETE' && ourFailure(d)?.code === -32000,
  },
  {
    name: 'unreadable bodies before Accept',
    ours: '400 with −32700 or −32600',
    theirs: '406',
    why: 'The body is read before the headers that concern the answer.',
    applies: (d) =>
      (d.at === 'status' || d.at === 'error.code') &&
      d.exchange.theirs?.status === 406 &&
      d.exchange.ours?.status === 400 &&
      weCannotRead(d),
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
    name: 'refusals over HTTP+SSE',
    ours: 'a JSON-RPC error as the body of the 400',
    theirs: 'a text as the body of the 400',
    why: 'The client reads the code and the id.',
    applies: (d) =>
      d.case.transport === 'sse' &&
      d.at === 'messages' &&
      d.exchange.ours?.status === 400 &&
      weCannotRead(d) &&
      isText(theirsIn(d)[0], /^Invalid message|^ParseError|^Error/),
  },
  {
    name: 'ids in use',
    ours: '−32600 for a request whose id belongs to one that is not answered yet',
    theirs: 'serves both, and mixes up their answers',
    why: 'Two requests with one id cannot be told apart.',
    applies: (d) => weRefuse(d, -32600, /belongs to a request of this session/) || isAfterSharedId(d),
  },
  {
    name: 'notices after cancellation',
    ours: 'sends nothing more for a cancelled request',
    theirs: 'sends what the handler goes on to report',
    why: 'The client has forgotten the request.',
    applies: (d) =>
      d.at === 'messages' &&
      wasSent(d, 'notifications/cancelled') &&
      oursIn(d).length === 0 &&
      theirsIn(d).every(
        (message) => isObject(message) && /^notifications\/(progress|message)$/.test(String(message['method'])),
      ),
  },
  {
    name: 'texts of failed questions',
    ours: "names the question and the client's fault",
    theirs: 'the words of the handler',
    why: 'Texts are for people and models.',
    applies: (d) =>
      d.at === 'result.content.0.text' &&
      /^The client did not answer /.test(String(d.ours)) &&
      d.theirs === 'The client did not answer.',
  },
  {
    name: 'answers that do not fit the form',
    ours: 'a tool result with `isError`: answers are checked against the schema of the form',
    theirs: 'hands them to the handler',
    why: 'A method gets what it has asked for.',
    applies: (d) =>
      d.case.topic === 'questions' &&
      ['result.content.0.text', 'result.isError', 'messages'].includes(d.at) &&
      oursIn(d).length === 1 &&
      /"The answer to 'form' does not fit:.*"isError":true/.test(JSON.stringify(oursIn(d))),
  },
  {
    name: 'unknown sessions',
    ours: '404 with −32000',
    theirs: '404 with −32001',
    why: 'Every refusal of the edge has one code; the status tells the client to begin anew.',
    applies: (d) =>
      d.at === 'error.code' && d.ours === -32000 && d.theirs === -32001 && d.exchange.ours?.status === 404,
  },
  {
    name: 'malformed initialize requests',
    ours: '−32602, and what is missing',
    theirs: '−32000: the server is not initialized',
    why: 'The client learns what is wrong with its request.',
    applies: (d) =>
      d.at === 'error.code' &&
      d.case.transport === 'sessions' &&
      isCalled(d, 'initialize') &&
      d.ours === -32602 &&
      d.theirs === -32000,
  },
  {
    name: 'streams of cancelled requests',
    ours: 'the event stream of a POST ends when its requests are cancelled',
    theirs: 'stays open until the session ends',
    why: 'Nothing will come on it.',
    applies: (d) =>
      d.at === 'ended' &&
      d.ours === true &&
      d.case.transport === 'sessions' &&
      d.case.steps.some((step) => step.do === 'send' && step.body.includes('notifications/cancelled')),
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
    name: 'odd responses and notifications over HTTP+SSE',
    ours: '202',
    theirs: '400',
    why: 'Nothing waits for them, and a notification has no answer.',
    applies: (d) =>
      d.case.transport === 'sse' &&
      ['status', 'message'].includes(d.at) &&
      d.exchange.ours?.status === 202 &&
      d.exchange.theirs?.status === 400 &&
      !('method' in sentOf(d) && 'id' in sentOf(d)),
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

function isText(message: Message | undefined, pattern: RegExp): boolean {
  return typeof message === 'string' && pattern.test(message);
}
