import type { ContentBlock } from '@modelcontextprotocol/server';

export interface ToolResultFields {
  /** Content blocks, or a text. Default: the structured content as JSON text. */
  readonly content?: string | ContentBlock | readonly ContentBlock[];
  /** Checked against the tool's `output`. */
  readonly structuredContent?: unknown;
  readonly isError?: boolean;
  readonly _meta?: Readonly<Record<string, unknown>>;
}

/** A complete tool result, for the rare method that needs control over every part of it. */
export class ToolResult {
  constructor(readonly fields: ToolResultFields) {}
}
