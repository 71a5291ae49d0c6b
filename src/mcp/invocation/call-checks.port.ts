import type { McpHandlerArgument } from '../contract/mcp-execution-context.js';
import type { Principal } from '../contract/principal.js';

/** The caller of a call. */
export interface CheckedCall {
  readonly principal: Principal;
  /** Where the call came from, if that is known. */
  readonly address: string | undefined;
}

/** A capability by its method and class, where decorators leave their metadata. */
export interface CheckedCapability {
  readonly method: object;
  readonly type: object;
}

/**
 * The server's own checks before each call. They exist twice for Nest's sake: as global guards, for capabilities that run
 * behind Nest's enhancers, and as plain steps, for those that have none. Port and injection token in one.
 */
export abstract class CallChecks {
  /** Whether a global guard is one of these checks, and not the application's own. */
  abstract isOwnGuard(guard: object): boolean;

  /** Whether only the guards can check the calls of a capability, since decorators on it configure them. */
  abstract needsGuards(capability: CheckedCapability): boolean;

  /** @throws HttpException when the call is refused */
  abstract check(call: CheckedCall, argument: McpHandlerArgument): void;
}
