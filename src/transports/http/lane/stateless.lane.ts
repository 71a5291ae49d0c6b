import { Injectable } from '@nestjs/common';
import { Settings } from '../../../config/index.js';
import { NEVER_CANCELLED, UnaryCaller, type Principal } from '../../../mcp/index.js';
import type { Route } from '../era.js';
import type { Exchange } from '../exchange.js';
import { LaneAnswer, type LaneAnswerOptions } from './lane.answer.js';
import { unaryShape, type UnaryShape } from './unary-shape.js';

/**
 * The short way for stateless requests that one answer settles: from the message to the method table and back, without a
 * server, a `Request` and a `Response` for each. What it answers is what the SDK's handler would answer.
 */
@Injectable()
export class StatelessLane {
  /** Calls of the modern era, which end with their client or with the server. */
  private readonly open = new Set<AbortController>();
  private isClosed = false;

  constructor(
    private readonly settings: Settings,
    private readonly caller: UnaryCaller,
  ) {}

  /** @returns the request as the lane would answer it; `undefined` if it is not for the lane */
  take({ request, body }: Exchange, route: Route): UnaryShape | undefined {
    if (this.isClosed || request.method !== 'POST') return undefined;
    if (route.kind === 'reject' || Array.isArray(body)) return undefined;
    const shape = unaryShape(request.headers, body, route);
    return shape && this.caller.serves(shape.method, shape.era, shape.params) ? shape : undefined;
  }

  async serve(shape: UnaryShape, exchange: Exchange, principal: Principal): Promise<void> {
    if (exchange.response.destroyed) return;
    if (shape.era === 'legacy') await this.serveLegacy(shape, exchange, principal);
    else await this.serveModern(shape, exchange, principal);
  }

  /** In the legacy era to disconnect is not to cancel. */
  private async serveLegacy(shape: UnaryShape, { request, response }: Exchange, principal: Principal): Promise<void> {
    const answer = new LaneAnswer(
      response,
      shape,
      this.answering(() => undefined),
    );
    const announcing = setImmediate(() => answer.announce());
    const call = { ...shape, principal, httpRequest: request, signal: NEVER_CANCELLED, outbox: answer };
    try {
      answer.end(await this.caller.answer(call));
    } finally {
      clearImmediate(announcing);
      answer.close();
    }
  }

  private async serveModern(shape: UnaryShape, { request, response }: Exchange, principal: Principal): Promise<void> {
    const gone = new AbortController();
    const leave = (): void => {
      if (!response.writableFinished) gone.abort();
    };
    const answer = new LaneAnswer(response, shape, this.answering(leave));
    response.once('close', leave);
    this.open.add(gone);
    const call = { ...shape, principal, httpRequest: request, signal: gone.signal, outbox: answer };
    try {
      const outcome = await this.caller.answer(call);
      if (gone.signal.aborted) answer.abandon();
      else answer.end(outcome);
    } finally {
      this.open.delete(gone);
      answer.close();
    }
  }

  /** Ends the calls that a shutdown does not wait for any longer. */
  close(): void {
    this.isClosed = true;
    for (const call of this.open) call.abort();
  }

  private answering(cut: () => void): LaneAnswerOptions {
    const { keepaliveSeconds, maxResultBytes } = this.settings;
    return { keepAliveMs: keepaliveSeconds * 1000, allowance: maxResultBytes, cut };
  }
}
