import type {
  Annotations,
  AudioContent,
  ContentBlock,
  EmbeddedResource,
  ImageContent,
  PromptMessage,
  ResourceLink,
  TextContent,
} from '@modelcontextprotocol/server';

/** Bytes, or base64 text that is passed on as it is. */
export type Bytes = Uint8Array | string;

function base64(data: Bytes): string {
  return typeof data === 'string' ? data : Buffer.from(data).toString('base64');
}

/** A text block. */
export function text(value: string, annotations?: Annotations): TextContent {
  return { type: 'text', text: value, ...(annotations && { annotations }) };
}

/** An image block, such as `image(png, 'image/png')`. */
export function image(data: Bytes, mimeType: string, annotations?: Annotations): ImageContent {
  return { type: 'image', data: base64(data), mimeType, ...(annotations && { annotations }) };
}

/** An audio block, such as `audio(wav, 'audio/wav')`. */
export function audio(data: Bytes, mimeType: string, annotations?: Annotations): AudioContent {
  return { type: 'audio', data: base64(data), mimeType, ...(annotations && { annotations }) };
}

/** A resource carried inside the answer: its text, or its bytes as `blob`. */
export function embeddedResource(
  resource: { uri: string; mimeType?: string } & ({ text: string } | { blob: Bytes }),
  annotations?: Annotations,
): EmbeddedResource {
  const content = 'blob' in resource ? { ...resource, blob: base64(resource.blob) } : resource;
  return { type: 'resource', resource: content, ...(annotations && { annotations }) };
}

/** A pointer to a resource that the client may read itself. */
export function resourceLink(link: Omit<ResourceLink, 'type'>): ResourceLink {
  return { ...link, type: 'resource_link' };
}

/** A prompt message in the user's voice. */
export function userMessage(content: string | ContentBlock): PromptMessage {
  return { role: 'user', content: typeof content === 'string' ? text(content) : content };
}

/** A prompt message in the assistant's voice. */
export function assistantMessage(content: string | ContentBlock): PromptMessage {
  return { role: 'assistant', content: typeof content === 'string' ? text(content) : content };
}

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
