import type { JSONRPCMessage, RequestId } from '@modelcontextprotocol/server';
import { ErrorCode } from '../error-codes.js';
import { MessageRejectedError } from './refusals.js';

/** JSON-RPC batches existed in one revision only (2025-03-26); this many messages are taken in one. */
const MAX_BATCH = 20;

/**
 * Reads what a client sent: a message, or a batch of them. Everything that could hurt further on is refused here.
 *
 * @param maxDepth deepest nesting of arrays and objects that is taken
 * @throws MessageRejectedError
 */
export function readMessage(text: string, maxDepth: number): JSONRPCMessage | JSONRPCMessage[] {
  if (isDeeperThan(text, maxDepth)) {
    throw new MessageRejectedError(
      ErrorCode.InvalidParams,
      `The message is nested deeper than ${maxDepth} levels: flatten it`,
      idIn(text),
    );
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's own words quote the message, which may hold secrets and goes to the log as well.
    throw new MessageRejectedError(ErrorCode.ParseError, 'The message is not valid JSON');
  }
  if (!Array.isArray(value)) return checked(value, text);
  if (value.length === 0 || value.length > MAX_BATCH) {
    throw new MessageRejectedError(
      ErrorCode.InvalidRequest,
      `A batch holds 1 to ${MAX_BATCH} messages, not ${value.length}`,
    );
  }
  return value.map((message) => checked(message, text));
}

function checked(value: unknown, text: string): JSONRPCMessage {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new MessageRejectedError(ErrorCode.InvalidRequest, 'A JSON-RPC message is an object');
  }
  const message = value as Record<string, unknown>;
  const id = isId(message['id']) ? message['id'] : undefined;
  const fault = envelopeFault(message, id);
  if (fault !== undefined) throw new MessageRejectedError(ErrorCode.InvalidRequest, fault, id);
  if (mayPollute(text) && pollutes(message)) {
    throw new MessageRejectedError(
      ErrorCode.InvalidParams,
      "The message has a '__proto__' or 'constructor.prototype' member, which is not accepted",
      id,
    );
  }
  return value as JSONRPCMessage;
}

function isId(value: unknown): value is RequestId {
  return typeof value === 'string' || (typeof value === 'number' && Number.isInteger(value));
}

/** Members are case-sensitive: `"Method"` is not a method (JSON-RPC 2.0, section 4). */
function envelopeFault(message: Record<string, unknown>, id: RequestId | undefined): string | undefined {
  if (message['jsonrpc'] !== '2.0') return 'A JSON-RPC message has the member "jsonrpc": "2.0"';
  if ('id' in message && id === undefined) return 'The id of a message is a string or an integer';
  if (typeof message['method'] === 'string') {
    const { params } = message;
    const isObject = typeof params === 'object' && params !== null && !Array.isArray(params);
    return params === undefined || isObject ? undefined : 'The params of a message are an object';
  }
  if ('result' in message || 'error' in message) {
    return id === undefined && 'result' in message ? 'A response has the id of its request' : undefined;
  }
  return 'A JSON-RPC message has a "method" (in lower case), a "result" or an "error"';
}

/** Most messages are cleared by their text alone. */
function mayPollute(text: string): boolean {
  return text.includes('__proto__') || text.includes('constructor') || text.includes('\\u');
}

function pollutes(root: object): boolean {
  const open: unknown[] = [root];
  while (open.length > 0) {
    const node = open.pop();
    if (typeof node !== 'object' || node === null) continue;
    if (Object.hasOwn(node, '__proto__')) return true;
    const { constructor } = node as { constructor?: unknown };
    if (Object.hasOwn(node, 'constructor') && typeof constructor === 'object' && constructor !== null) {
      if (Object.hasOwn(constructor, 'prototype')) return true;
    }
    for (const member of Object.values(node) as unknown[]) open.push(member);
  }
  return false;
}

/** The id of a message that is not parsed: it stands before the first nested value or at the very end. */
function idIn(text: string): RequestId | undefined {
  const id = String.raw`"id"\s*:\s*("(?:[^"\\]|\\.){0,256}"|-?\d{1,15})`;
  const found =
    new RegExp(String.raw`^\s*\{[^{[]{0,512}?${id}`).exec(text) ??
    new RegExp(String.raw`,\s*${id}\s*\}\s*$`).exec(text.slice(-1024));
  if (found?.[1] === undefined) return undefined;
  try {
    return JSON.parse(found[1]) as RequestId;
  } catch {
    // It looked like an id and is no JSON, such as "\q" or 007.
    return undefined;
  }
}

const QUOTE = 34;
const BACKSLASH = 92;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

/** Whether JSON text is nested deeper than `limit`, found without parsing it. Text that is no JSON may get any answer. */
function isDeeperThan(text: string, limit: number): boolean {
  // Shorter text cannot hold that many openings and closings.
  if (text.length <= limit * 2) return false;
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) {
      index = endOfString(text, index);
    } else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      depth += 1;
      if (depth > limit) return true;
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      depth -= 1;
    }
  }
  return false;
}

function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end === -1 ? text.length : end;
}

function isEscaped(text: string, quote: number): boolean {
  let backslashes = 0;
  while (text.charCodeAt(quote - 1 - backslashes) === BACKSLASH) backslashes += 1;
  return backslashes % 2 === 1;
}
