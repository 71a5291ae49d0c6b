import type { LoggingLevel, Root } from '@modelcontextprotocol/server';
import type { Principal } from './principal.js';
import type {
  ElicitAnswer,
  ElicitFormRequest,
  ElicitUrlRequest,
  SampleAnswer,
  SampleRequest,
} from './questions.types.js';

/** How messages travel: one of Polyport's own transports, or the name that a transport of the application gives itself. */
export type TransportName = 'stdio' | 'sse' | 'http' | (string & {});

/** `legacy`: revisions 2024-10-07 to 2025-11-25, opened by `initialize`. `modern`: 2026-07-28, every request on its own. */
export type ProtocolEra = 'legacy' | 'modern';

/** Severity of a log message to the client (RFC 5424). */
export type LogLevel = LoggingLevel;

/** The distributed trace that a request belongs to (W3C Trace Context), as the client gave it. */
export interface TraceContext {
  readonly traceparent: string;
  readonly tracestate?: string;
  readonly baggage?: string;
}

/** What a client may offer to a call. */
export type ClientFeature = 'elicitation' | 'elicitation.url' | 'sampling' | 'roots';

/** What the client says of itself: for display and diagnosis, never for decisions. */
export interface ClientInfo {
  readonly name: string;
  readonly version: string;
}

/**
 * The call that a capability is serving. Declare a parameter of this class to have it injected.
 *
 * `elicit`, `sample` and `roots` ask the client and work in both eras. In the modern era an unanswered question ends the
 * method (its `finally` blocks run) and the client calls again with the answer, so **the method runs from its beginning
 * once per round**: ask before you act. Questions that are asked at once, with `Promise.all`, travel in one round.
 */
export abstract class McpContext {
  /** Who calls. */
  abstract readonly principal: Principal;
  abstract readonly transport: TransportName;
  abstract readonly era: ProtocolEra;
  /** Protocol revision of this request, such as `2025-11-25`. */
  abstract readonly protocolRevision: string;
  /** JSON-RPC id of the request. */
  abstract readonly requestId: string | number;
  /** Id of the session, on transports and in eras that have sessions. */
  abstract readonly sessionId: string | undefined;
  abstract readonly client: ClientInfo | undefined;
  /** The request's `_meta`. */
  abstract readonly meta: Readonly<Record<string, unknown>>;
  /** The trace that the client put into `_meta`, if it did. */
  abstract readonly trace: TraceContext | undefined;
  /**
   * Aborted when the client cancels, when the time limit passes, and when the call has been answered; also when the client
   * goes away, except over HTTP in the legacy era, where it may come back.
   */
  abstract readonly signal: AbortSignal;

  /**
   * Reports progress, if the client asked for it. A report that does not exceed the one before is left out.
   *
   * @param total the value that means "done", when it is known
   */
  abstract progress(progress: number, total?: number, message?: string): Promise<void>;

  /** Sends a log message to the client, if the client asked for that level. Not the server's own log: use Nest's `Logger`. */
  abstract log(level: LogLevel, data: unknown, logger?: string): Promise<void>;

  /**
   * Makes a task of the call from here on (`@Tool({ task, taskStart: 'manual' })`): the client gets the task at once, and
   * later questions are asked inside it. Nothing happens where the call is no task-able one or is a task already.
   */
  abstract startTask(): void;

  /**
   * Lets go of the HTTP stream that waits for this call; the client comes back and the answer is delivered then. For long
   * calls in HTTP sessions, where a client can resume (2025-11-25, basic/transports); elsewhere nothing happens.
   */
  abstract releaseStream(): void;

  /** Whether the client can be asked this way in this call. Asking without looking ends the call with a clear refusal. */
  abstract supports(feature: ClientFeature): boolean;

  /**
   * Asks the user to fill in a form or to open a page.
   *
   * @param key names the question within the call; each key can be used once
   * @throws an error that ends the call when the client cannot be asked: −32021 in the modern era
   */
  abstract elicit<T extends object = Record<string, unknown>>(
    key: string,
    request: ElicitFormRequest<T> | ElicitUrlRequest,
  ): Promise<ElicitAnswer<T>>;

  /**
   * Asks the client's model.
   *
   * @throws as `elicit`
   */
  abstract sample(key: string, request: SampleRequest): Promise<SampleAnswer>;

  /**
   * Asks the client which folders or other roots the user works in.
   *
   * @throws as `elicit`
   */
  abstract roots(key?: string): Promise<readonly Root[]>;
}
