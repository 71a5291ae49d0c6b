import type { GetPromptResult, PromptMessage } from '@modelcontextprotocol/server';
import { userMessage } from '../../contract/content.js';
import { isContent, isContentBlock, metaOf } from './result-parts.js';

/** Makes a prompt of what the method returned: a text, content, one or several messages, or the protocol's own form. */
export function toPromptResult(value: unknown, description: string): GetPromptResult {
  if (typeof value === 'object' && value !== null && 'messages' in value) {
    const own = value as Readonly<Record<string, unknown>>;
    const told = typeof own['description'] === 'string' ? own['description'] : description;
    return { description: told, ...metaOf(own), messages: messagesOf(value.messages) };
  }
  return { description, messages: messagesOf(value) };
}

function messagesOf(value: unknown): PromptMessage[] {
  if (typeof value === 'string' || isContentBlock(value)) return [userMessage(value)];
  if (isContent(value)) return value.map(userMessage);
  if (isMessage(value)) return [value];
  if (Array.isArray(value) && value.every(isMessage)) return value;
  throw new TypeError(
    'A prompt method returns a text, content blocks, or messages from userMessage() and assistantMessage().',
  );
}

function isMessage(value: unknown): value is PromptMessage {
  const { role, content } = (value ?? {}) as { role?: unknown; content?: unknown };
  return (role === 'user' || role === 'assistant') && isContentBlock(content);
}
