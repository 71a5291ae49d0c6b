import { Injectable } from '@nestjs/common';
import { Settings } from '../../../config/index.js';
import { UnaryCaller, type Principal } from '../../../mcp/index.js';
import type { Route } from '../era.js';
import type { Exchange } from '../exchange.js';
import { LaneAnswer } from './lane.answer.js';
import { unaryShape, type UnaryShape } from './unary-shape.js';

/**
 * The short way for stateless requests that one answer settles: from the message to the method table and back, without a
 * server, a `Request` and a `Response` for each. What it answers is what the SDK's handler would answer.
 */
@Injectable()
export class StatelessLane {
  /** Calls of the modern era, which end with their client or with the server. */
  private readonly open = new Set<AbortController>();

  constructor(
    private readonly settings: Settings,
    private readonly caller: UnaryCaller,
  ) {}

  /** @returns the request as the lane would answer it; `undefined` if it is not for the lane */
  take({ request, body }: Exchange, route: Route): UnaryShape | undefined {
    if (!this.settings.statelessLane || request.method !== 'POST') return undefined;
    if (route.kind === 'reject' || Array.isArray(body)) return undefined;
    const shape = unaryShape(request.headers, body, route);
    return shape && this.caller.serves(shape.method, shape.era, shape.params) ? shape : undefined;
  }

  async serve(shape: UnaryShape, { request, response }: Exchange, principal: Principal): Promise<void> {
    if (response.destroyed) return;
    const gone = new AbortController();
    const isModern = shape.era === 'modern';
    const leave = (): void => {
      // In the legacy era to disconnect is not to cancel.
      if (isModern && !response.writableFinished) gone.abort();
    };
    const answer = new LaneAnswer(response, shape, {
      keepAliveMs: this.settings.keepaliveSeconds * 1000,
      allowance: this.settings.maxResultBytes,
      cut: leave,
    });
    response.once('close', leave);
    if (isModern) this.open.add(gone);
    const announcing = isModern ? undefined : setImmediate(() => answer.announce());
    const outcome = await this.caller.answer({
      ...shape,
      principal,
      httpRequest: request,
      signal: gone.signal,
      outbox: answer,
    });
    clearImmediate(announcing);
    this.open.delete(gone);
    if (gone.signal.aborted) answer.abandon();
    else answer.end(outcome);
  }

  /** Ends the calls that a shutdown does not wait for any longer. */
  close(): void {
    for (const call of this.open) call.abort();
  }
}
