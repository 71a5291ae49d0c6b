import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Response } from 'express';
import { ErrorCode, MessageRejectedError } from '../../mcp/index.js';
import { BodyRejectedError } from './body.reader.js';
import { refuse } from './refusal.js';
import { SessionLimitError } from './session.registry.js';

/** Answers what the edge refuses as JSON-RPC errors with the right HTTP status. */
@Catch()
export class JsonRpcExceptionFilter implements ExceptionFilter {
  private readonly logger = new Logger('Edge');

  catch(error: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    if (error instanceof MessageRejectedError) {
      refuse(response, 400, error.code, error.message, error.id);
    } else if (error instanceof BodyRejectedError) {
      // What is left of the body is not read, so the connection cannot carry another request.
      if (error.status === 413) response.setHeader('Connection', 'close');
      refuse(response, error.status, ErrorCode.Refused, error.message);
    } else if (error instanceof SessionLimitError) {
      response.setHeader('Retry-After', String(error.retryAfterSeconds));
      refuse(response, error.status, ErrorCode.Refused, error.message);
    } else if (error instanceof HttpException) {
      refuse(response, error.getStatus(), ErrorCode.Refused, error.message);
    } else {
      this.logger.error('The request failed', error);
      refuse(response, 500, ErrorCode.InternalError, 'Internal server error');
    }
  }
}
