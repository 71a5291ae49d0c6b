import type { Json } from './message.js';

export interface Content {
  readonly type: string;
  readonly text?: string;
  readonly data?: string;
  readonly mimeType?: string;
  readonly resource?: ResourceContent;
}

export interface ResourceContent {
  readonly uri: string;
  readonly mimeType?: string;
  readonly text?: string;
  readonly blob?: string;
}

interface Named {
  readonly name: string;
  readonly description?: string;
}

export type ListedTool = Named & { readonly inputSchema: Json };

/** What the scenarios that both eras share use of an official client; the clients of both generations have it. */
export interface Peer {
  listTools(): Promise<{ tools: readonly ListedTool[] }>;
  callTool(params: { name: string; arguments?: Json }): Promise<{ content: readonly Content[]; isError?: boolean }>;
  listResources(): Promise<{ resources: readonly (Named & { readonly uri: string })[] }>;
  listResourceTemplates(): Promise<{ resourceTemplates: readonly (Named & { readonly uriTemplate: string })[] }>;
  readResource(params: { uri: string }): Promise<{ contents: readonly ResourceContent[] }>;
  listPrompts(): Promise<{ prompts: readonly Named[] }>;
  getPrompt(params: { name: string; arguments?: Record<string, string> }): Promise<{
    messages: readonly { readonly role: string; readonly content: Content }[];
  }>;
  complete(params: {
    ref: { type: 'ref/prompt'; name: string };
    argument: { name: string; value: string };
  }): Promise<{ completion: { values: readonly string[] } }>;
}
