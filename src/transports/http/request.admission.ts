import { Injectable } from '@nestjs/common';
import {
  DEFAULT_NEGOTIATED_PROTOCOL_VERSION,
  isJSONRPCRequest,
  type JSONRPCMessage,
} from '@modelcontextprotocol/server';
import type { Request, Response } from 'express';
import {
  assertBatchAllowed,
  HeaderCheck,
  ListenFilter,
  ScopeCheck,
  TaskNotices,
  type Principal,
  type TaskNoticeStream,
} from '../../mcp/index.js';
import { MessageLimits } from '../../security/index.js';
import type { Exchange } from './exchange.js';

type Body = JSONRPCMessage | JSONRPCMessage[];

/** What a message has to pass before the SDK's handler sees it, and what is taken out of it. */
@Injectable()
export class RequestAdmission {
  constructor(
    private readonly limits: MessageLimits,
    private readonly headers: HeaderCheck,
    private readonly scopes: ScopeCheck,
    private readonly listens: ListenFilter,
    private readonly tasks: TaskNotices,
  ) {}

  /** @throws TooManyRequestsException */
  async count(request: Request, response: Response, body: Body): Promise<void> {
    await this.limits.admit(request, response, body);
  }

  /** @throws MessageRejectedError, InsufficientScopeError */
  async assertAllowed({ request, body }: Exchange, principal: Principal, modern: boolean): Promise<void> {
    const revision = request.headers['mcp-protocol-version'] ?? DEFAULT_NEGOTIATED_PROTOCOL_VERSION;
    if (Array.isArray(body)) assertBatchAllowed(String(revision));
    if (modern && isJSONRPCRequest(body)) await this.headers.assertParameters(body, principal, request.headers);
    if (body !== undefined) await this.scopes.assertScopes(body, principal);
  }

  /**
   * The body without what the caller may not subscribe to.
   *
   * @throws MessageRejectedError
   */
  async narrowed(body: Exchange['body'], principal: Principal): Promise<Exchange['body']> {
    return isJSONRPCRequest(body) ? this.listens.narrow(body, principal) : body;
  }

  /** Whether the caller may still hear of a resource that it has subscribed to. */
  mayHear(uri: string, principal: Principal): Promise<boolean> {
    return this.listens.isSeen(uri, principal);
  }

  /** The notices of tasks that a body of the modern era subscribes to. */
  async notices(body: Exchange['body'], principal: Principal): Promise<TaskNoticeStream | undefined> {
    return isJSONRPCRequest(body) ? this.tasks.open(body, principal) : undefined;
  }
}
