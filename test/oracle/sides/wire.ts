/** A message as it came, parsed. */
export type Message = Readonly<Record<string, unknown>> | readonly unknown[] | string;

export interface Sent {
  readonly method: 'POST' | 'GET' | 'DELETE' | 'PUT' | 'PATCH';
  /** Headers beside the usual ones; `undefined` takes one away. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/** What came back for one thing that was sent, or on one stream. */
export interface Exchange {
  status?: number;
  readonly headers: Record<string, string>;
  /** Each message with the step in the course of which it came. */
  readonly messages: { readonly step: number; readonly message: Message }[];
  ended: boolean;
}

/** One client of one side: bytes go out, and what comes back is kept. */
export interface Wire {
  readonly exchanges: readonly Exchange[];
  send(sent: Sent, step: number): void;
  /** Called with the step that begins. */
  at(step: number): void;
  /** Grows with everything that happens on the wire. */
  activity(): number;
  /** `complete`: nothing more can come. `waiting`: a response has not begun. */
  settled(): 'complete' | 'open' | 'waiting';
  close(): Promise<void>;
}

/** One implementation of the protocol behind a transport. */
export interface Side {
  connect(): Promise<Wire>;
}

export function newExchange(): Exchange {
  return { headers: {}, messages: [], ended: false };
}

/** What both sides have in their messages though it can never be equal, and what a wire fills in. */
export interface Known {
  session: string;
  state: string;
  event: string;
  question: unknown;
}

/** The values of this side stand in for `@session`, `@state`, `@event` and `"@question"`. */
export function filled(text: string, known: Known): string {
  return text
    .replaceAll('@session', known.session)
    .replaceAll('@state', known.state)
    .replaceAll('@event', known.event)
    .replaceAll('"@question"', JSON.stringify(known.question ?? 'none'));
}

/** Keeps what later messages refer to. */
export function learn(message: Message, known: Known): void {
  if (typeof message === 'string' || Array.isArray(message)) return;
  const { id, method, result } = message as Record<string, unknown>;
  if (method !== undefined && id !== undefined) known.question = id;
  const state = (result as { requestState?: unknown } | undefined)?.requestState;
  if (typeof state === 'string') known.state = state;
}

export function parsed(text: string): Message {
  try {
    return JSON.parse(text) as Message;
  } catch {
    return text;
  }
}
