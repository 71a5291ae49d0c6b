import { isDeepStrictEqual } from 'node:util';
import type { Exchange, Message } from '../sides/wire.js';
import { parsed } from '../sides/wire.js';
import type { Case, Difference, Transcript } from './case.types.js';

type Members = Readonly<Record<string, unknown>>;
type Found = Pick<Difference, 'at' | 'ours' | 'theirs' | 'step'>;

/** Where the sides differ in a case, each place by itself. */
export function differencesOf(played: Case, ours: Transcript, theirs: Transcript): Difference[] {
  const count = Math.max(ours.exchanges.length, theirs.exchanges.length);
  const found = Array.from({ length: count }, (_item, place) => {
    const exchange = { ours: ours.exchanges[place], theirs: theirs.exchanges[place] };
    const opened = openedBy(played, place);
    return inExchange(opened, exchange.ours, exchange.theirs).map((one) => ({ ...one, exchange }));
  }).flat();
  const diaries: Found = { at: 'diary', step: played.steps.length - 1, ours: ours.diary, theirs: theirs.diary };
  const nowhere = { ours: undefined, theirs: undefined };
  if (!isDeepStrictEqual(ours.diary, theirs.diary)) found.push({ ...diaries, exchange: nowhere });
  return found.map((one) => ({ ...one, case: played, ...sentIn(played, one.step) }));
}

/** The step that began the exchange; a stream has begun before the first one. */
function openedBy({ transport, steps }: Case, place: number): number {
  if (transport === 'stdio') return 0;
  const sends = steps.flatMap((step, index) => (step.do === 'send' ? [index] : []));
  return sends[transport === 'sse' ? place - 1 : place] ?? 0;
}

function sentIn({ steps }: Case, step: number): Pick<Difference, 'sent' | 'headers' | 'method'> {
  const one = steps[step];
  if (one?.do !== 'send') return { sent: undefined, headers: {}, method: '' };
  return { sent: parsed(one.body), headers: one.headers, method: one.method };
}

function inExchange(opened: number, ours: Exchange | undefined, theirs: Exchange | undefined): Found[] {
  if (!ours || !theirs) return [{ at: 'exchange', step: opened, ours, theirs }];
  const found: Found[] = [];
  const compare = (at: string, one: unknown, other: unknown): void => {
    if (!isDeepStrictEqual(one, other)) found.push({ at, step: opened, ours: one, theirs: other });
  };
  compare('status', ours.status, theirs.status);
  for (const name of new Set([...Object.keys(ours.headers), ...Object.keys(theirs.headers)])) {
    compare(`header ${name}`, ours.headers[name], theirs.headers[name]);
  }
  compare('ended', ours.ended, theirs.ended);
  const steps = new Set([...ours.messages, ...theirs.messages].map(({ step }) => step));
  for (const step of steps) found.push(...inStep(step, arrived(ours, step), arrived(theirs, step)));
  return found;
}

const arrived = ({ messages }: Exchange, step: number): Message[] =>
  messages.filter((message) => message.step === step).map(({ message }) => message);

function inStep(step: number, ours: readonly Message[], theirs: readonly Message[]): Found[] {
  const [one, other] = [sorted(ours), sorted(theirs)];
  const keys = [one, other].map((messages) => messages.map(keyOf));
  const isOne = keys[0]!.length === 1 && keys[1]!.length === 1 && keys.flat().every((key) => key.startsWith('answer'));
  if (!isOne && !isDeepStrictEqual(keys[0], keys[1])) return [{ at: 'messages', step, ours: one, theirs: other }];
  return one.flatMap((message, place) => inMessage(message, other[place]!).map((found) => ({ ...found, step })));
}

/** Calls that run at once may send in any order; what belongs to one alone is compared in order. */
function sorted(messages: readonly Message[]): Message[] {
  const answers = messages.filter((message) => keyOf(message).startsWith('answer'));
  if (answers.length < 2) return [...messages];
  const textOf = (message: Message): string => `${keyOf(message)} ${JSON.stringify(message)}`;
  return [...messages].sort((a, b) => textOf(a).localeCompare(textOf(b)));
}

function keyOf(message: Message): string {
  if (typeof message === 'string') return 'text';
  if (Array.isArray(message)) return 'batch';
  const { id, method } = message as Members;
  return typeof method === 'string' ? method : `answer ${JSON.stringify(id ?? null)}`;
}

function inMessage(ours: Message, theirs: Message): Omit<Found, 'step'>[] {
  if (typeof ours === 'string' || Array.isArray(ours)) return deep('message', ours, theirs);
  const [one, other] = [neutral(ours as Members), neutral(theirs as Members)];
  if ('method' in one) return deep('', one, other);
  if ('error' in one !== 'error' in other) return [{ at: 'outcome', ours: one, theirs: other }];
  return deep('', one, other);
}

/** Without what cannot be equal: ids that a server makes up. */
function neutral(message: Members): Members {
  const text = JSON.stringify(message)
    .replace(/"requestState":"[^"]*"/g, '"requestState":"STATE"')
    .replace(/under the id [0-9a-f]{12}/g, 'under the id ID');
  const copy = JSON.parse(text) as Record<string, unknown>;
  if ('method' in copy && 'id' in copy) copy['id'] = 'ID';
  if (copy['method'] === 'notifications/cancelled') delete (copy['params'] as Record<string, unknown>)['requestId'];
  return copy;
}

function deep(at: string, ours: unknown, theirs: unknown): Omit<Found, 'step'>[] {
  if (isDeepStrictEqual(ours, theirs)) return [];
  if (!isObject(ours) || !isObject(theirs)) return [{ at: at.replace(/^\./, ''), ours, theirs }];
  const names = new Set([...Object.keys(ours), ...Object.keys(theirs)]);
  return [...names].flatMap((name) => deep(`${at}.${name}`, ours[name], theirs[name]));
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null;
}
