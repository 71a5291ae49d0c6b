import type { ProtocolEra, TransportName } from '../../contract/mcp-context.js';
import type { Principal } from '../../contract/principal.js';

/**
 * How something ended. `refused`: nothing was run, or a guard said no. `error`: it failed. `input_required`: the client is
 * asked and calls again. `task`: it goes on as a task, whose outcome is an event of its own.
 */
export type AuditOutcome = 'ok' | 'error' | 'refused' | 'cancelled' | 'timeout' | 'input_required' | 'task';

/** An event of the audit. It holds no argument value, token or result. */
export interface AuditEvent {
  /** A call of the protocol, the outcome of a task, or a request that the network edge has refused. */
  readonly event: 'call' | 'task' | 'edge';
  /** When it began. */
  readonly time: Date;
  readonly durationMs: number;
  readonly principal: Principal;
  readonly transport: TransportName;
  readonly era?: ProtocolEra;
  /** Method of the protocol. */
  readonly method?: string;
  /** Name of the tool or prompt, URI of the resource or template. */
  readonly capability?: string;
  /** SHA-256 of the canonical arguments, sensitive values replaced: `sha256:` and hexadecimal digits. */
  readonly arguments?: string;
  readonly outcome: AuditOutcome;
  /** Why, where the outcome is not `ok`: a word of a fixed list, such as `hidden_capability`. */
  readonly reason?: string;
  /** Further words on the reason, for people. */
  readonly detail?: string;
  /** The id under which the log has the cause of an internal failure. */
  readonly errorId?: string;
  readonly requestId?: string | number;
  readonly sessionId?: string;
  readonly taskId?: string;
  readonly traceId?: string;
  /** Where the HTTP request came from. */
  readonly remoteAddress?: string;
  /** The refused HTTP request: method, path without its query, and the status it was answered with. */
  readonly http?: { readonly method: string; readonly path: string; readonly status: number };
}
