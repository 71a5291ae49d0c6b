export type Json = Readonly<Record<string, unknown>>;

export interface WireError {
  readonly code: number;
  readonly message: string;
  readonly data?: Json;
}

/** A JSON-RPC message as it is on the wire: nothing about it is taken for granted. */
export interface Message {
  readonly jsonrpc?: string;
  readonly id?: string | number | null;
  readonly method?: string;
  readonly params?: Json;
  readonly result?: Json;
  readonly error?: WireError;
}

export const isRequest = ({ id, method }: Message): boolean => method !== undefined && id !== undefined;
export const isAnswer = ({ method }: Message): boolean => method === undefined;
