import { applyDecorators, Controller, UseFilters, UseGuards } from '@nestjs/common';
import { AuthenticationGuard, EdgeThrottlerGuard, NetworkGuard } from '../../security/index.js';
import { JsonRpcExceptionFilter } from './edge.responder.js';

/** A controller that speaks the protocol: every route of every transport has the same guards and the same refusals. */
export function ProtocolEndpoint(path = ''): ClassDecorator {
  return applyDecorators(
    Controller(path),
    UseGuards(NetworkGuard, AuthenticationGuard, EdgeThrottlerGuard),
    UseFilters(JsonRpcExceptionFilter),
  );
}
