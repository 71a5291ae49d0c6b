import type { Capability } from './capability.interface.js';
import type { Principal } from './principal.js';

/**
 * Decides who may see and call what. One policy answers for the lists and for the calls, so the two always agree.
 *
 * Port and injection token in one: provide another class under this token to add rules of your own.
 */
export abstract class AccessPolicy {
  /** Whether the principal may see and call the capability. */
  abstract allows(principal: Principal, capability: Capability): boolean | Promise<boolean>;
}
