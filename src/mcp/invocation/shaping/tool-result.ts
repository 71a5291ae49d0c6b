import { isCallToolResult, type CallToolResult, type ContentBlock } from '@modelcontextprotocol/server';
import type { ToolEntry } from '../../catalog/index.js';
import { text } from '../../contract/content.js';
import { ToolResult } from '../../contract/tool-result.js';
import { describeIssues } from '../invalid-input.error.js';
import { requireSize, toJsonText, toPlainJson } from '../serialise.js';
import { isContent, isContentBlock } from './content-blocks.js';

/** The method broke the contract that its own `output` declares: a defect of the server, not of the request. */
export class OutputContractError extends Error {
  override readonly name = 'OutputContractError';
}

/**
 * Makes a tool result of what the method returned: a text, content blocks, a `ToolResult`, a result in the protocol's
 * own form, or data. With an `output`, the data is checked against it and becomes the structured content.
 *
 * @throws OutputContractError, ResultTooLargeError, and TypeError for what JSON cannot carry
 */
export async function toToolResult(value: unknown, entry: ToolEntry, maxBytes: number): Promise<CallToolResult> {
  const result = value instanceof ToolResult ? fromFields(value) : fromValue(value, entry);
  const plain = toPlainJson(result, maxBytes);
  if (!isPlainText(plain) && !isCallToolResult(plain)) {
    throw new OutputContractError(
      `${entry.name} returned content blocks that the protocol does not know: make them with text(), image(), audio(), embeddedResource() or resourceLink().`,
    );
  }
  if (!entry.output || plain.isError === true) return plain;
  const outcome = await entry.output.parse(plain.structuredContent);
  if (!outcome.ok) {
    throw new OutputContractError(
      `${entry.name} returned something else than its output declares:\n${describeIssues(outcome.issues)}`,
    );
  }
  const structuredContent = outcome.value;
  if (plain.content.length > 0) return { ...plain, structuredContent };
  const complete = { ...plain, content: [text(JSON.stringify(structuredContent))], structuredContent };
  requireSize(JSON.stringify(complete), maxBytes);
  return complete;
}

/** The most frequent result, which needs no look at every kind of content. */
function isPlainText(result: CallToolResult): boolean {
  const [block, ...others] = result.content;
  return Object.keys(result).length === 1 && others.length === 0 && isBareText(block);
}

function isBareText(block: ContentBlock | undefined): boolean {
  return block?.type === 'text' && typeof block.text === 'string' && Object.keys(block).length === 2;
}

function fromFields({ fields }: ToolResult): CallToolResult {
  const { content, structuredContent, isError, _meta } = fields;
  return {
    content: content === undefined ? textOf(structuredContent) : blocks(content),
    ...(structuredContent !== undefined && {
      structuredContent: structuredContent,
    }),
    ...(isError !== undefined && { isError }),
    ...(_meta && { _meta }),
  };
}

function fromValue(value: unknown, entry: ToolEntry): CallToolResult {
  // An output class may have a property called content: its values are data all the same.
  if (isProtocolResult(value) && (!entry.output || 'structuredContent' in value)) return value;
  if (entry.output) return { content: [], structuredContent: value };
  if (value === undefined || value === null) return { content: [text('Done.')] };
  if (isContentBlock(value) || isContent(value)) return { content: blocks(value) };
  if (value instanceof Uint8Array) {
    throw new TypeError(`${entry.name} returned bytes: wrap them with image(), audio() or embeddedResource().`);
  }
  return { content: textOf(value) };
}

function isProtocolResult(value: unknown): value is CallToolResult {
  if (typeof value !== 'object' || value === null) return false;
  const { content, isError, structuredContent } = value as Partial<Record<keyof CallToolResult, unknown>>;
  const hasMore = isError !== undefined || structuredContent !== undefined;
  return isContent(content) || (Array.isArray(content) && content.length === 0 && hasMore);
}

function blocks(content: string | ContentBlock | readonly ContentBlock[]): ContentBlock[] {
  if (typeof content === 'string') return [text(content)];
  return Array.isArray(content) ? [...(content as readonly ContentBlock[])] : [content as ContentBlock];
}

function textOf(value: unknown): ContentBlock[] {
  if (value === undefined) return [];
  return [text(typeof value === 'string' ? value : toJsonText(value))];
}
