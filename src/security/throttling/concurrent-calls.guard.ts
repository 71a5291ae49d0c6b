import { HttpException, HttpStatus, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Settings } from '../../config/index.js';
import { McpExecutionContext, type McpContextType } from '../../mcp/contract/index.js';
import { trackerOf } from './tracker.js';

/**
 * Lets one principal have so many calls running at the same time, on every transport together. A call counts until it
 * ends, and not until its method does: one that hangs would keep its place for ever.
 */
@Injectable()
export class ConcurrentCallsGuard implements CanActivate {
  private readonly running = new Map<string, number>();

  constructor(private readonly settings: Settings) {}

  /** @throws HttpException 429, which the caller reads as a tool error */
  canActivate(context: ExecutionContext): boolean {
    const limit = this.settings.maxConcurrentCallsPerPrincipal;
    if (limit === 0 || context.getType<McpContextType>() !== 'mcp') return true;
    const call = McpExecutionContext.create(context);
    const { principal } = call.getContext();
    const tracker = trackerOf(context.switchToHttp().getRequest<object>(), principal);
    const count = this.running.get(tracker) ?? 0;
    if (count >= limit) {
      throw new HttpException(
        `Too many calls at the same time: ${limit} are running, wait until one of them has ended`,
        HttpStatus.TOO_MANY_REQUESTS,
      );
    }
    this.running.set(tracker, count + 1);
    call.whenOver(() => this.release(tracker));
    return true;
  }

  private release(tracker: string): void {
    const count = (this.running.get(tracker) ?? 1) - 1;
    if (count > 0) this.running.set(tracker, count);
    else this.running.delete(tracker);
  }
}
