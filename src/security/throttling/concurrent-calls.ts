import { HttpException, HttpStatus, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Settings } from '../../config/index.js';
import { McpExecutionContext, type McpContextType } from '../../mcp/contract/index.js';
import type { AddressedRequest } from '../network/client-address.js';
import { trackerOf } from './tracker.js';

/**
 * Limits the calls that one principal has running at the same time, on every transport together. A call counts until it
 * ends, not until its method does: one that hangs would keep its place for ever.
 */
@Injectable()
export class ConcurrentCalls {
  private readonly running = new Map<string, number>();

  constructor(private readonly settings: Settings) {}

  get isLimited(): boolean {
    return this.settings.maxConcurrentCallsPerPrincipal > 0;
  }

  /**
   * Takes a place for a call.
   *
   * @param onEnd registers the listener that gives the place back
   * @throws HttpException 429, which the caller reads as a tool error
   */
  take(tracker: string, onEnd: (listener: () => void) => void): void {
    const limit = this.settings.maxConcurrentCallsPerPrincipal;
    const count = this.running.get(tracker) ?? 0;
    if (count >= limit) {
      throw new HttpException(
        `Too many calls at the same time: ${limit} are running, wait until one of them has ended`,
        HttpStatus.TOO_MANY_REQUESTS,
      );
    }
    this.running.set(tracker, count + 1);
    onEnd(() => this.release(tracker));
  }

  private release(tracker: string): void {
    const count = (this.running.get(tracker) ?? 1) - 1;
    if (count > 0) this.running.set(tracker, count);
    else this.running.delete(tracker);
  }
}

/** The limit as a guard, for capabilities that run behind Nest's enhancers. */
@Injectable()
export class ConcurrentCallsGuard implements CanActivate {
  constructor(private readonly calls: ConcurrentCalls) {}

  canActivate(context: ExecutionContext): boolean {
    if (!this.calls.isLimited || context.getType<McpContextType>() !== 'mcp') return true;
    const call = McpExecutionContext.create(context);
    const request = context.switchToHttp().getRequest<AddressedRequest>();
    this.calls.take(trackerOf(request, call.getContext().principal), (listener) => call.onEnd(listener));
    return true;
  }
}
