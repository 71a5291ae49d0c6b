import { All, Req, Res, type Type } from '@nestjs/common';
import type { Request, Response } from 'express';
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
    async handle(@Req() request: Request, @Res() response: Response): Promise<void> {
      await this.endpoint.handle(new HttpExchange(request, response));
    }
  }
  return McpController;
}
