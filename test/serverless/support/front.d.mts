/** A result as a handler returns it, or the head of a streamed one with its body. */
export interface FunctionResult {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[]>>;
  readonly cookies?: readonly string[];
  readonly body?: string | NodeJS.ReadableStream;
  readonly isBase64Encoded?: boolean;
}

export type Source = 'functionUrl' | 'httpApi' | 'restApi' | 'alb' | 'albLists';

export interface FrontDetails {
  readonly source?: Source;
  readonly host?: string;
  /** The function has the address of the front for a name, and hears under which name it was called. */
  readonly passHost?: boolean;
  readonly claims?: Readonly<Record<string, unknown>>;
}

export interface Front {
  readonly origin: string;
  close(): Promise<void>;
}

export function startFront(invoke: (event: object) => Promise<object>, details?: FrontDetails): Promise<Front>;
