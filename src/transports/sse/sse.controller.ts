import {
  BadRequestException,
  Get,
  Head,
  MethodNotAllowedException,
  NotFoundException,
  Post,
  Query,
  Req,
  Res,
  type Type,
} from '@nestjs/common';
import type { Request, Response } from 'express';
import { Settings } from '../../config/index.js';
import { ScopeCheck } from '../../mcp/index.js';
import { MessageLimits, principalOf } from '../../security/index.js';
import { readBody } from '../network/body.reader.js';
import { ProtocolEndpoint } from '../network/endpoint.decorator.js';
import { SessionRegistry } from '../network/session.registry.js';
import { SseSession } from './sse.session.js';
import { SseSessions } from './sse.sessions.js';

/** The two routes of the HTTP+SSE transport (MCP 2024-11-05, basic/transports: HTTP with SSE). */
export function createSseController({ ssePath, messagesPath }: Settings): Type {
  @ProtocolEndpoint()
  class SseController {
    constructor(
      private readonly sessions: SseSessions,
      private readonly registry: SessionRegistry,
      private readonly settings: Settings,
      private readonly scopes: ScopeCheck,
      private readonly limits: MessageLimits,
    ) {}

    /** Express gives HEAD to the routes of GET otherwise, and a stream would be opened that nobody reads. */
    @Head(ssePath)
    refuseHead(@Res() response: Response): void {
      response.setHeader('Allow', 'GET');
      throw new MethodNotAllowedException('Use GET');
    }

    @Get(ssePath)
    async open(@Req() request: Request, @Res() response: Response): Promise<void> {
      const mount = publicPath(this.settings) ?? mountOf(request.originalUrl, ssePath);
      await this.sessions.open(`${mount}${messagesPath}`, request, response);
    }

    @Post(messagesPath)
    async receive(@Query('sessionId') id: unknown, @Req() request: Request, @Res() response: Response): Promise<void> {
      if (typeof id !== 'string' || id === '') {
        throw new BadRequestException(
          `The query has no sessionId: open GET ${ssePath} first and post to the endpoint it names`,
        );
      }
      const principal = principalOf(request);
      const session = this.registry.find(id, principal);
      if (!(session instanceof SseSession)) throw new NotFoundException('Session not found');
      const message = await readBody(request, this.settings);
      await this.limits.admit(request, response, message);
      await this.scopes.assertScopes(message, principal);
      // The stream may have ended while the message came in.
      if (!session.isOpen) throw new NotFoundException('Session not found');
      session.receive(message, { principal, request });
      response.status(202).end('Accepted');
    }
  }
  return SseController;
}

/** The prefix under which a proxy serves the transport's paths, which the request does not show any more. */
function publicPath({ publicUrl }: Settings): string | undefined {
  return publicUrl === undefined ? undefined : new URL(publicUrl).pathname.replace(/\/$/, '');
}

/** What stands in front of the transport's paths: the global prefix of the application, for example. */
function mountOf(url: string, ssePath: string): string {
  const path = new URL(url, 'http://localhost').pathname.replace(/\/+$/, '');
  const own = ssePath.replace(/\/$/, '');
  // Routes are matched without regard to case.
  return path.toLowerCase().endsWith(own.toLowerCase()) ? path.slice(0, path.length - own.length) : '';
}
