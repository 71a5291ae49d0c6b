import type { TransportKind } from '../sides/sides.js';
import type { Exchange, Message, Sent } from '../sides/wire.js';

/** What a test does next. */
export type Step =
  | ({ readonly do: 'send' } & Sent)
  /** Lets the slow tools go on that wait at this gate. */
  | { readonly do: 'open'; readonly gate: string };

/** A conversation with a server, from connecting to leaving. */
export interface Case {
  readonly transport: TransportKind;
  /** What kind of conversation this is, for rules and reports. */
  readonly topic: string;
  readonly steps: readonly Step[];
}

/** What one side made of a case. */
export interface Transcript {
  readonly exchanges: readonly Exchange[];
  readonly diary: readonly string[];
}

/** One place at which the sides differ. */
export interface Difference {
  readonly case: Case;
  /** The step in the course of which it came. */
  readonly step: number;
  /** What was sent in that step, parsed where it is JSON. */
  readonly sent: Message | undefined;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly method: string;
  /** Where: `status`, `header allow`, `error.code`, `result.…`, `messages` … */
  readonly at: string;
  readonly ours: unknown;
  readonly theirs: unknown;
  /** Everything that came back in the exchange. */
  readonly exchange: { readonly ours: Exchange | undefined; readonly theirs: Exchange | undefined };
}
