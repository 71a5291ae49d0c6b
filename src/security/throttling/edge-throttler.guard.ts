import type { IncomingMessage, ServerResponse } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import {
  InjectThrottlerStorage,
  ThrottlerGuard,
  type ThrottlerRequest,
  type ThrottlerStorage,
} from '@nestjs/throttler';
import { MessageLimits, MESSAGES } from './message.limits.js';

/** Counts one message for each request, before its body is read. */
@Injectable()
export class EdgeThrottlerGuard extends ThrottlerGuard {
  constructor(
    // Said for each place: what the class above asks for there would be injected otherwise.
    @Inject(MessageLimits) private readonly limits: MessageLimits,
    @InjectThrottlerStorage() storage: ThrottlerStorage,
    @Inject(Reflector) reflector: Reflector,
  ) {
    super({ throttlers: [{ name: MESSAGES, limit: 0, ttl: 0 }] }, storage, reflector);
  }

  /** @throws TooManyRequestsException */
  protected override async handleRequest({ context }: ThrottlerRequest): Promise<boolean> {
    const { req, res } = this.getRequestResponse(context) as { req: IncomingMessage; res: ServerResponse };
    const state = await this.limits.countRequest(req);
    if (!state) return true;
    res.setHeader('RateLimit-Limit', state.limit);
    res.setHeader('RateLimit-Remaining', state.remaining);
    res.setHeader('RateLimit-Reset', state.reset);
    return true;
  }
}
