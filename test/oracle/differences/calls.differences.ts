import { isDeepStrictEqual } from 'node:util';
import type { Difference } from '../compare/case.types.js';
import type { Message } from '../sides/wire.js';
import { isCalled, isObject, oursIn, paramsOf, sentOf, theirFailure, theirsIn, wasSent, weRefuse } from './facts.js';
import type { Rule } from './rule.interface.js';

/** What calls come to, and what is asked in them. */
export const callDifferences: readonly Rule[] = [
  {
    name: 'internal failures of tools',
    ours: 'a tool result with `isError` and the id of a log entry',
    theirs: '−32603 with the message of the exception',
    why: 'The text of an exception may hold secrets.',
    applies: (d) =>
      d.at === 'outcome' &&
      JSON.stringify(d.theirs).includes('secret detail') &&
      /"isError":true/.test(JSON.stringify(d.ours)) &&
      /under the id ID/.test(JSON.stringify(d.ours)) &&
      !JSON.stringify(d.ours).includes('secret'),
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
    name: 'texts of failed questions',
    ours: "names the question and the client's fault",
    theirs: 'the words of the handler',
    why: 'Texts are for people and models.',
    applies: (d) =>
      d.at === 'result.content.0.text' &&
      /^The client did not answer /.test(String(d.ours)) &&
      String(d.ours).endsWith(messageOfClient(d)) &&
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
    name: 'answers without the capability',
    ours: '−32021 for a question that the request does not declare, though it has the answer',
    theirs: 'leaves answers to the handler',
    why: 'A capability is declared with each request of 2026-07-28.',
    applies: (d) =>
      'inputResponses' in paramsOf(d) &&
      (weRefuse(d, -32021, /this request does not declare it/) || d.at.startsWith('error.data.requiredCapabilities')),
  },
  {
    name: 'notices before initialized',
    ours: 'announces nothing before `notifications/initialized`',
    theirs: 'announces what the handler announces',
    why: '2025-11-25, basic/lifecycle: the server sends pings and log messages only.',
    applies: (d) =>
      d.at === 'messages' &&
      !wasSent(d, 'notifications/initialized') &&
      theirsIn(d).some((message) => isObject(message) && /list_changed$/.test(String(message['method']))) &&
      oursIn(d).every((message) => isObject(message) && !('method' in message)),
  },
  {
    name: 'reasons of cancelled questions',
    ours: 'a reason of its own',
    theirs: 'the reason that the client gave for cancelling the call',
    why: 'Texts are for people; the client knows its own.',
    applies: (d) => d.at === 'params.reason' && d.ours === 'The call was cancelled',
  },
  {
    name: 'order of change notices',
    ours: 'may follow the answer to the call that announces the change',
    theirs: 'goes before it',
    why: 'A change notice belongs to no request.',
    applies: (d) =>
      d.at === 'messages' &&
      oursIn(d).some(isChange) &&
      isDeepStrictEqual(changesLast(oursIn(d)), changesLast(theirsIn(d))),
  },
];

/** What the client says in the error that it answers with; empty where it does not. */
function messageOfClient(d: Difference): string {
  const { error } = sentOf(d);
  return isObject(error) && typeof error['message'] === 'string' ? `: ${error['message']}` : '';
}

const isChange = (message: Message): boolean =>
  isObject(message) && /\/(list_changed|updated)$/.test(String(message['method']));

/** What belongs to requests in its order, and change notices in theirs. */
const changesLast = (messages: readonly Message[]): readonly Message[] => [
  ...messages.filter((message) => !isChange(message)),
  ...messages.filter(isChange),
];
