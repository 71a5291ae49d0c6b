import type { FunctionResult } from './front.mjs';

export class PlatformFailure extends Error {
  readonly kind: string;
}

export interface Instance {
  readonly stderr: string;
  readonly invocations: number;
  readonly isDead?: boolean;
  readonly process: import('node:child_process').ChildProcess;
  readonly exited: Promise<void>;
  stop(signal?: NodeJS.Signals, graceMs?: number): Promise<void>;
}

export interface FunctionOptions {
  /** File whose export is the handler. */
  readonly file: string;
  readonly name?: 'handler' | 'streamHandler';
  readonly env?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
  /** Whether an instance that has answered stands still until the next event. */
  readonly freezes?: boolean;
}

export class Platform {
  readonly instances: readonly Instance[];
  constructor(options: FunctionOptions);
  invoke(event: object): Promise<FunctionResult>;
  stop(): Promise<void>;
}
