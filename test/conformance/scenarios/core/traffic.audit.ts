import { specTypeSchemas } from '@modelcontextprotocol/client';
import type { Json, Message } from './message.js';
import type { Traffic } from './traffic.js';

type SpecType = keyof typeof specTypeSchemas;

const RESULTS: Readonly<Record<string, SpecType>> = {
  initialize: 'InitializeResult',
  'tools/list': 'ListToolsResult',
  'tools/call': 'CallToolResult',
  'prompts/list': 'ListPromptsResult',
  'prompts/get': 'GetPromptResult',
  'resources/list': 'ListResourcesResult',
  'resources/templates/list': 'ListResourceTemplatesResult',
  'resources/read': 'ReadResourceResult',
  'completion/complete': 'CompleteResult',
};

const NOTICES: Readonly<Record<string, SpecType>> = {
  'notifications/progress': 'ProgressNotification',
  'notifications/message': 'LoggingMessageNotification',
  'notifications/tools/list_changed': 'ToolListChangedNotification',
  'notifications/prompts/list_changed': 'PromptListChangedNotification',
};

/** Methods whose results say for how long and for whom they may be kept (2026-07-28). */
const CACHED = new Set([
  'tools/list',
  'prompts/list',
  'resources/list',
  'resources/templates/list',
  'resources/read',
  'server/discover',
]);

const KEY = 'io.modelcontextprotocol/serverInfo';

/** Says what is wrong on the wire with the messages received since `from`, whatever the scenario was about. */
export function faultsOf(traffic: Traffic, isModern: boolean, from = 0): string[] {
  return traffic.received.slice(from).flatMap((message) => {
    const faults = [...envelope(message), ...body(message, traffic.methodOf(message.id), isModern)];
    return faults.map((fault) => `${fault}: ${JSON.stringify(message).slice(0, 300)}`);
  });
}

function* envelope({ jsonrpc, id, method, result, error }: Message): Generator<string> {
  if (jsonrpc !== '2.0') yield 'jsonrpc is not "2.0"';
  if (id === null) yield 'an id is null';
  if (method === undefined && (result === undefined) === (error === undefined)) {
    yield 'an answer has either a result or an error';
  }
  if (error !== undefined && (!Number.isInteger(error.code) || typeof error.message !== 'string')) {
    yield 'an error has a code and a message';
  }
}

function* body(message: Message, method: string | undefined, isModern: boolean): Generator<string> {
  const { result, error } = message;
  if (error !== undefined) yield* errorData(error.code, error.data ?? {});
  if (isModern && message.method !== undefined && message.id !== undefined)
    yield 'a server of this era sends no requests';
  if (message.method !== undefined) yield* shape(NOTICES[message.method], message as Json);
  if (result === undefined) return;
  if (method === undefined) {
    yield 'an answer belongs to no request';
    return;
  }
  const kind = result['resultType'];
  if (kind === undefined || kind === 'complete') yield* shape(RESULTS[method], result);
  if ('nextCursor' in result && typeof result['nextCursor'] !== 'string') yield 'nextCursor is no string';
  yield* isModern ? modernResult(result, method) : legacyResult(result);
}

function* errorData(code: number, data: Json): Generator<string> {
  if (code === -32021 && typeof data['requiredCapabilities'] !== 'object') yield '-32021 names no capabilities';
  if (code === -32022 && !(Array.isArray(data['supported']) && typeof data['requested'] === 'string')) {
    yield '-32022 names no revisions';
  }
}

function* shape(type: SpecType | undefined, value: Json): Generator<string> {
  if (type === undefined) return;
  const outcome = specTypeSchemas[type]['~standard'].validate(value);
  if (outcome instanceof Promise || outcome.issues === undefined) return;
  yield `not a ${type} (${outcome.issues.map(({ message }) => message).join('; ')})`;
}

function* modernResult(result: Json, method: string): Generator<string> {
  if (typeof result['resultType'] !== 'string') yield 'a result has no resultType';
  if (!CACHED.has(method) || result['resultType'] !== 'complete') return;
  const { ttlMs, cacheScope } = result;
  if (!Number.isInteger(ttlMs) || Number(ttlMs) < 0) yield 'ttlMs is no number of milliseconds';
  if (cacheScope !== 'public' && cacheScope !== 'private') yield 'cacheScope is neither public nor private';
}

function* legacyResult(result: Json): Generator<string> {
  const meta = (result['_meta'] ?? {}) as Json;
  if (KEY in meta || 'resultType' in result) yield 'a result carries members of a later revision';
}
