import type { ClientInfo, LogLevel, ProtocolEra, TransportName } from '../contract/mcp-context.js';
import type { Principal } from '../contract/principal.js';
import type { CallNotes } from './call-notes.interface.js';
import type { QuestionChannel } from './question-channel.interface.js';

/** Sends messages that belong to a call while it runs. */
export interface Outbox {
  progress(progress: number, total: number | undefined, message: string | undefined): Promise<void>;
  log(level: LogLevel, data: unknown, logger: string | undefined): Promise<void>;
  /** Ends the stream that carries these messages, if the client can resume it. */
  releaseStream(): void;
}

/** One request of a client, as the protocol hands it to the capability that serves it. */
export interface Call {
  readonly principal: Principal;
  readonly transport: TransportName;
  readonly era: ProtocolEra;
  readonly protocolRevision: string;
  readonly requestId: string | number;
  readonly sessionId: string | undefined;
  readonly client: ClientInfo | undefined;
  readonly meta: Readonly<Record<string, unknown>>;
  /** Aborted when the client cancels or goes away. */
  readonly signal: AbortSignal;
  /** The HTTP request that carried the call; `undefined` on stdio. */
  readonly httpRequest: object | undefined;
  readonly outbox: Outbox;
  readonly questions: QuestionChannel;
  /** Limit for this call instead of the server's default, in milliseconds. */
  readonly timeoutMs?: number;
  /** Makes a task of the call. */
  readonly startTask?: () => void;
  /** Where what becomes known of the call is written down, if anybody wants to know. */
  readonly notes?: CallNotes;
}
