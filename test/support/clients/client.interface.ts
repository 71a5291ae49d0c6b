import type {
  CallToolResult,
  CompleteResult,
  CreateMessageRequest,
  CreateMessageResult,
  ElicitRequest,
  ElicitResult,
  GetPromptResult,
  Implementation,
  JSONRPCMessage,
  Prompt,
  ReadResourceResult,
  Resource,
  ResourceTemplateType,
  Root,
  ServerCapabilities,
  Tool,
  Transport,
} from '@modelcontextprotocol/client';

/** How the client answers the server's questions. What is left out the client does not declare. */
export interface Answers {
  readonly elicitation?: (params: ElicitRequest['params']) => ElicitResult | Promise<ElicitResult>;
  /** Declares pages beside forms. */
  readonly pages?: boolean;
  readonly sampling?: (params: CreateMessageRequest['params']) => CreateMessageResult;
  readonly roots?: () => Root[];
}

export interface ClientOptions {
  readonly answers: Answers;
  /** Sent with every HTTP request. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface Notice {
  readonly method: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

export interface Progress {
  readonly progress: number;
  readonly total?: number;
  readonly message?: string;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly onprogress?: (progress: Progress) => void;
  readonly meta?: Readonly<Record<string, unknown>>;
}

export type CompletionRef = { type: 'ref/prompt'; name: string } | { type: 'ref/resource'; uri: string };

/** What tests need of an official client, alike for both generations of the SDK. */
export interface McpClient {
  readonly info: Implementation;
  /** Every notification that arrived and was not part of an answer. */
  readonly notices: readonly Notice[];
  /** What the server sent since the connection stands, in the order of its arrival. */
  readonly received: readonly JSONRPCMessage[];
  server(): Implementation | undefined;
  capabilities(): ServerCapabilities;
  tools(): Promise<Tool[]>;
  prompts(): Promise<Prompt[]>;
  resources(): Promise<Resource[]>;
  templates(): Promise<ResourceTemplateType[]>;
  call(tool: string, args?: Record<string, unknown>, options?: CallOptions): Promise<CallToolResult>;
  read(uri: string): Promise<ReadResourceResult>;
  prompt(name: string, args?: Record<string, string>): Promise<GetPromptResult>;
  complete(
    ref: CompletionRef,
    argument: { name: string; value: string },
    filled?: Record<string, string>,
  ): Promise<CompleteResult['completion']>;
  /** One page of a list, as the server sends it. */
  page(method: `${string}/list`, cursor?: string): Promise<Record<string, unknown>>;
  /** Asks to hear of every change of lists and of the resources named. */
  follow(...uris: string[]): Promise<void>;
  setLogLevel(level: 'debug' | 'warning'): Promise<void>;
  close(): Promise<void>;
}

/** Copies every message that the transport delivers from now on. */
export function record(transport: Transport): JSONRPCMessage[] {
  const received: JSONRPCMessage[] = [];
  const deliver = transport.onmessage?.bind(transport);
  transport.onmessage = (message, extra) => {
    received.push(message);
    deliver?.(message, extra);
  };
  return received;
}

export const CLIENT_INFO = { name: 'test-client', version: '1.2.3' };
