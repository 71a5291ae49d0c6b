import { WholeNumber } from './setting.decorators.js';

// Node fires timers with a longer delay at once.
const MAX_TIMER_MS = 2_147_483_647;
const MAX_TIMER_SECONDS = 2_147_483;
// Half the longest string V8 can hold: a body becomes one string before it is parsed.
const MAX_BYTES = 268_435_456;
const MAX_COUNT = 1_000_000_000;
const MAX_TTL_SECONDS = 86_400;

/** Limits of messages, calls and sessions, and the rates that throttling allows. */
export class LimitsSettings {
  /** Timeout of one capability call, in milliseconds. */
  @WholeNumber({ min: 1, max: MAX_TIMER_MS, example: 30_000 }) readonly callTimeoutMs: number = 30_000;

  /** Largest message accepted, in bytes. */
  @WholeNumber({ min: 1, max: MAX_BYTES, example: 4_194_304 }) readonly maxBodyBytes: number = 4_194_304;

  /** Largest result sent, in bytes. */
  @WholeNumber({ min: 1, max: MAX_BYTES, example: 4_194_304 }) readonly maxResultBytes: number = 4_194_304;

  /** Deepest nesting accepted in a message; a few thousand levels exhaust the stack. */
  @WholeNumber({ min: 1, max: 1000, example: 64 }) readonly maxJsonDepth: number = 64;

  /** Idle timeout of a session, in seconds. */
  @WholeNumber({ min: 1, max: MAX_TIMER_SECONDS, example: 1800 }) readonly sessionTtlSeconds: number = 1800;

  /** Open sessions. */
  @WholeNumber({ min: 1, max: 1_000_000, example: 10_000 }) readonly maxSessions: number = 10_000;

  /** Open sessions of one principal. */
  @WholeNumber({ min: 1, max: 1_000_000, example: 100 }) readonly maxSessionsPerPrincipal: number = 100;

  /** Interval of keep-alive comments on an event stream, in seconds. */
  @WholeNumber({ min: 1, max: MAX_TIMER_SECONDS, example: 15 }) readonly keepaliveSeconds: number = 15;

  /** Messages per period of one principal, or of one address for anonymous callers; 0: no limit. */
  @WholeNumber({ min: 0, max: MAX_COUNT, example: 300 }) readonly throttleLimit: number = 300;

  /** Period for counting messages, handshakes and failures, in seconds. */
  @WholeNumber({ min: 1, max: MAX_TTL_SECONDS, example: 60 }) readonly throttleTtlSeconds: number = 60;

  /** `initialize` requests per period of one principal or address; 0: no limit. */
  @WholeNumber({ min: 0, max: MAX_COUNT, example: 60 }) readonly throttleInitializeLimit: number = 60;

  /** Failed authentications per period of one address before it is blocked; 0: no limit. */
  @WholeNumber({ min: 0, max: MAX_COUNT, example: 30 }) readonly throttleAuthFailureLimit: number = 30;

  /** Concurrent calls of one principal, or of one address for anonymous callers; 0: no limit. */
  @WholeNumber({ min: 0, max: MAX_COUNT, example: 50 }) readonly maxConcurrentCallsPerPrincipal: number = 50;
}
