import { Get, Head, MethodNotAllowedException, Post, Req, Res, type Type } from '@nestjs/common';
// By other names than the global ones: the decorators' metadata would load undici with them.
import type { Request as ExpressRequest, Response as ExpressResponse } from 'express';
import { Settings } from '../../config/index.js';
import { ProtocolEndpoint } from '../network/endpoint.decorator.js';
import { HttpExchange } from '../network/http.exchange.js';
import { SseSessions } from './sse.sessions.js';

/** The two routes of the HTTP+SSE transport (MCP 2024-11-05, basic/transports: HTTP with SSE). */
export function createSseController({ ssePath, messagesPath }: Settings): Type {
  @ProtocolEndpoint()
  class SseController {
    constructor(
      private readonly sessions: SseSessions,
      private readonly settings: Settings,
    ) {}

    /** Express gives HEAD to the routes of GET otherwise, and a stream would be opened that nobody reads. */
    @Head(ssePath)
    refuseHead(@Res() response: ExpressResponse): void {
      response.setHeader('Allow', 'GET');
      throw new MethodNotAllowedException('Use GET');
    }

    @Get(ssePath)
    async open(@Req() request: ExpressRequest, @Res() response: ExpressResponse): Promise<void> {
      const mount = publicPath(this.settings) ?? mountOf(request.originalUrl, ssePath);
      await this.sessions.open(`${mount}${messagesPath}`, new HttpExchange(request, response));
    }

    @Post(messagesPath)
    async receive(@Req() request: ExpressRequest, @Res() response: ExpressResponse): Promise<void> {
      await this.sessions.receive(new HttpExchange(request, response));
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
