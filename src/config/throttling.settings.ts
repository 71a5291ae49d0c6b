import { AuthSettings } from './auth.settings.js';
import { WholeNumber } from './scalar.decorators.js';

const MAX_COUNT = 1_000_000_000;
const MAX_TTL_SECONDS = 86_400;

/** How much callers may ask for. */
export abstract class ThrottlingSettings extends AuthSettings {
  /** Messages of one principal, or of one address where callers are anonymous, in a period; 0 for no limit. */
  @WholeNumber({ min: 0, max: MAX_COUNT, example: 300 }) readonly throttleLimit: number = 300;

  /** The period that messages, handshakes and failures are counted in, in seconds. */
  @WholeNumber({ min: 1, max: MAX_TTL_SECONDS, example: 60 }) readonly throttleTtlSeconds: number = 60;

  /** `initialize` requests of one principal or address in a period; 0 for no limit. */
  @WholeNumber({ min: 0, max: MAX_COUNT, example: 60 }) readonly throttleInitializeLimit: number = 60;

  /** Failed authentications of one address in a period, after which it has to wait; 0 for no limit. */
  @WholeNumber({ min: 0, max: MAX_COUNT, example: 30 }) readonly throttleAuthFailureLimit: number = 30;

  /** Calls of one principal, or of one address where callers are anonymous, at the same time; 0 for no limit. */
  @WholeNumber({ min: 0, max: MAX_COUNT, example: 50 }) readonly maxConcurrentCallsPerPrincipal: number = 50;
}
