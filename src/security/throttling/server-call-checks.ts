import { Injectable } from '@nestjs/common';
import type { McpHandlerArgument } from '../../mcp/contract/mcp-execution-context.js';
import { CallChecks, type CheckedCall, type CheckedCapability } from '../../mcp/invocation/call-checks.port.js';
import { CapabilityThrottlerGuard, hasThrottles } from './capability-throttler.guard.js';
import { ConcurrentCalls, ConcurrentCallsGuard } from './concurrent-calls.js';
import { callerTracker } from './tracker.js';

/** The limits on calls as plain steps, for capabilities without enhancers: same order and effect as the guards. */
@Injectable()
export class ServerCallChecks extends CallChecks {
  constructor(private readonly concurrent: ConcurrentCalls) {
    super();
  }

  override isOwnGuard(guard: object): boolean {
    return guard instanceof ConcurrentCallsGuard || guard instanceof CapabilityThrottlerGuard;
  }

  override needsGuards({ method, type }: CheckedCapability): boolean {
    return hasThrottles(method, type);
  }

  override check({ principal, address }: CheckedCall, argument: McpHandlerArgument): void {
    if (!this.concurrent.isLimited) return;
    this.concurrent.take(callerTracker(principal, address), (listener) => argument.onEnd(listener));
  }
}
