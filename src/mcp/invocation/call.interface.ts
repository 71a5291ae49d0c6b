import type { ClientInfo, LogLevel, ProtocolEra, TransportName } from '../contract/mcp-context.js';
import type { Principal } from '../contract/principal.js';
import type { Cancellation } from './call-lifetime.js';
import type { CallRecord } from './failure.js';
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
  /** The client cancels, or goes away. */
  readonly cancellation: Cancellation;
  /** The HTTP request that carried the call, as Nest's enhancers expect it; `undefined` on stdio. */
  readonly httpRequest: object | undefined;
  /** Address of the client, if it is known. */
  readonly address: string | undefined;
  /** Time until the platform stops the request, in milliseconds; `Infinity` where no platform does. */
  readonly remainingMs: number;
  readonly outbox: Outbox;
  readonly questions: QuestionChannel;
  readonly record: CallRecord;
  /** Limit for this call instead of the server's default, in milliseconds. */
  readonly timeoutMs?: number;
  /** Makes a task of the call. */
  readonly startTask?: () => void;
}
