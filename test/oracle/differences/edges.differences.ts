import type { Message } from '../sides/wire.js';
import { isCalled, isObject, oursIn, sentOf, theirsIn, weCannotRead, weRefuse } from './facts.js';
import type { Rule } from './rule.interface.js';

/** What the edge of a transport refuses, and when its streams end. */
export const edgeDifferences: readonly Rule[] = [
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
  {
    name: 'initialize without an id',
    ours: '400 with −32600',
    theirs: '202, and no session',
    why: 'The client would wait for an answer.',
    applies: (d) =>
      d.case.transport === 'sessions' && isCalled(d, 'initialize') && weRefuse(d, -32600, /initialize is a request/),
  },
  {
    name: 'empty subscriptions over stdio',
    ours: 'a subscription to nothing ends at once, as over HTTP',
    theirs: 'stays open over stdio',
    why: 'No notice can come of it.',
    applies: (d) =>
      d.case.transport === 'stdio' &&
      d.at === 'messages' &&
      isCalled(d, 'subscriptions/listen') &&
      oursIn(d).length === 2 &&
      theirsIn(d).length === 1 &&
      JSON.stringify(oursIn(d)[0]) === JSON.stringify(theirsIn(d)[0]) &&
      /"notifications":\{\}/.test(JSON.stringify(oursIn(d)[0])),
  },
  {
    name: 'questions of ended sessions',
    ours: 'cancels them at the client when the session is deleted',
    theirs: 'says nothing',
    why: 'The client can stop asking its user.',
    applies: (d) =>
      d.at === 'messages' &&
      d.method === 'DELETE' &&
      theirsIn(d).length === 0 &&
      oursIn(d).every((message) => isObject(message) && message['method'] === 'notifications/cancelled'),
  },
];

function isText(message: Message | undefined, pattern: RegExp): boolean {
  return typeof message === 'string' && pattern.test(message);
}
