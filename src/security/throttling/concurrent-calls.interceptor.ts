import { HttpException, HttpStatus, Injectable } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { Observable } from 'rxjs';
import { Settings } from '../../config/index.js';
import { McpExecutionContext, type McpContextType } from '../../mcp/contract/index.js';
import { trackerOf } from './tracker.js';

/** Lets one principal have so many calls running at the same time, on every transport together. */
@Injectable()
export class ConcurrentCallsInterceptor implements NestInterceptor {
  private readonly running = new Map<string, number>();

  constructor(private readonly settings: Settings) {}

  /** @throws HttpException 429, which the caller reads as a tool error */
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const limit = this.settings.maxConcurrentCallsPerPrincipal;
    if (limit === 0 || context.getType<McpContextType>() !== 'mcp') return next.handle();
    const { principal, signal } = McpExecutionContext.create(context).getContext();
    const tracker = trackerOf(context.switchToHttp().getRequest<object>(), principal);
    const count = this.running.get(tracker) ?? 0;
    if (count >= limit) {
      throw new HttpException(
        `Too many calls at the same time: ${limit} are running, wait until one of them has ended`,
        HttpStatus.TOO_MANY_REQUESTS,
      );
    }
    this.running.set(tracker, count + 1);
    // The end of the call, and not of the method: one that hangs would keep its place for ever.
    signal.addEventListener('abort', () => this.release(tracker), { once: true });
    return next.handle();
  }

  private release(tracker: string): void {
    const count = (this.running.get(tracker) ?? 1) - 1;
    if (count > 0) this.running.set(tracker, count);
    else this.running.delete(tracker);
  }
}
