import { applyDecorators, Controller, UseFilters, UseGuards } from '@nestjs/common';
import { EdgeThrottlerGuard, LimitedAuthenticationGuard, NetworkGuard } from '../../security/index.js';
import { JsonRpcExceptionFilter } from './json-rpc-exception.filter.js';

/** A controller that speaks the protocol: every route of every transport has the same guards and the same refusals. */
export function ProtocolEndpoint(path = ''): ClassDecorator {
  return applyDecorators(
    Controller(path),
    UseGuards(NetworkGuard, LimitedAuthenticationGuard, EdgeThrottlerGuard),
    UseFilters(JsonRpcExceptionFilter),
  );
}
