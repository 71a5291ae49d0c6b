import { All, Req, Res, type Type } from '@nestjs/common';
// By other names than the global ones: the decorators' metadata would load undici with them.
import type { Request as ExpressRequest, Response as ExpressResponse } from 'express';
import type { Settings } from '../../config/index.js';
import { ProtocolEndpoint } from '../network/endpoint.decorator.js';
import { HttpExchange } from '../network/http.exchange.js';
import { HttpEndpoint } from './http.endpoint.js';

/** The one route of the Streamable HTTP transport. */
export function createMcpController({ mcpPath }: Settings): Type {
  @ProtocolEndpoint(mcpPath)
  class McpController {
    constructor(private readonly endpoint: HttpEndpoint) {}

    @All()
    async handle(@Req() request: ExpressRequest, @Res() response: ExpressResponse): Promise<void> {
      await this.endpoint.handle(new HttpExchange(request, response));
    }
  }
  return McpController;
}
