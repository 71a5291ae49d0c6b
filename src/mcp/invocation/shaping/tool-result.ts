import { type CallToolResult, type ContentBlock, isCallToolResult } from '@modelcontextprotocol/server';
import type { ToolEntry } from '../../catalog/index.js';
import type { ParseOutcome } from '../../catalog/schemas/index.js';
import { andThen, type MaybePromise } from '../../common/maybe-promise.js';
import { text, ToolResult } from '../../contract/content.js';
import { describeIssues } from '../input.pipe.js';
import { requireSize, serialise, Serialised, toJsonText } from '../serialise.js';
import { isContent, isContentBlock } from './result-parts.js';

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
export function toToolResult(
  value: unknown,
  entry: ToolEntry,
  maxBytes: number,
): MaybePromise<Serialised<CallToolResult>> {
  if (typeof value === 'string' && !entry.output) return textResult(value, maxBytes);
  const result = value instanceof ToolResult ? fromFields(value) : fromValue(value, entry);
  const serialised = serialise(result, maxBytes);
  const plain = serialised.value;
  if (!isPlainText(plain) && !isCallToolResult(plain)) {
    throw new OutputContractError(
      `${entry.name} returned content blocks that the protocol does not know: make them with text(), image(), audio(), embeddedResource() or resourceLink().`,
    );
  }
  if (!entry.output || plain.isError === true) return serialised;
  return andThen(entry.output.parse(plain.structuredContent), (outcome) => structured(plain, outcome, entry, maxBytes));
}

/** The most frequent result: its text is written directly. */
function textResult(value: string, maxBytes: number): Serialised<CallToolResult> {
  const json = `{"content":[{"type":"text","text":${JSON.stringify(value)}}]}`;
  requireSize(json, maxBytes);
  return new Serialised({ content: [text(value)] }, json);
}

function structured(
  plain: CallToolResult,
  outcome: ParseOutcome,
  { name }: ToolEntry,
  maxBytes: number,
): Serialised<CallToolResult> {
  if (!outcome.ok) {
    throw new OutputContractError(
      `${name} returned something else than its output declares:\n${describeIssues(outcome.issues)}`,
    );
  }
  const structuredContent = outcome.value;
  const content = plain.content.length > 0 ? plain.content : [text(JSON.stringify(structuredContent))];
  const result = Object.assign({}, plain, { content, structuredContent });
  const json = JSON.stringify(result);
  requireSize(json, maxBytes);
  return new Serialised(result, json);
}

/** Content that needs no look at every kind of block. */
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
    ...(structuredContent !== undefined && { structuredContent }),
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
