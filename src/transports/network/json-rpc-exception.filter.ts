import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Auditor, ErrorCode, InsufficientScopeError, MessageRejectedError } from '../../mcp/index.js';
import { Challenges, EdgeAudit } from '../../security/index.js';
import { BodyRejectedError } from './body.reader.js';
import { refuse, refuseBody } from './refusal.js';
import { refusalReason } from './refusal-reason.js';
import { SessionLimitError } from './session.registry.js';

interface EdgeException extends HttpException {
  readonly headers?: Readonly<Record<string, string>>;
  /** Of the request that is refused, where it is known. */
  readonly id?: string | number;
}

type HttpArgumentsHost = ReturnType<ArgumentsHost['switchToHttp']>;

/** Answers what the edge refuses as JSON-RPC errors with the right HTTP status. */
@Catch()
export class JsonRpcExceptionFilter implements ExceptionFilter {
  private readonly logger = new Logger('Edge');

  constructor(
    private readonly challenges: Challenges,
    private readonly audit: EdgeAudit,
    private readonly auditor: Auditor,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const response = http.getResponse<Response>();
    this.answer(error, http, response);
    const { id: requestId } = (error ?? {}) as { readonly id?: string | number };
    const request = error instanceof InsufficientScopeError ? error.request : undefined;
    const call = request && this.auditor.describe(request.method, request.params ?? {});
    const answer = {
      status: response.statusCode,
      reason: refusalReason(error),
      requestId: request?.id ?? requestId,
      call,
    };
    this.audit.refused(http.getRequest<Request>(), answer, error);
  }

  private answer(error: unknown, http: HttpArgumentsHost, response: Response): void {
    if (error instanceof MessageRejectedError) {
      refuse(response, 400, error.code, error.message, error.id, error.data);
    } else if (error instanceof BodyRejectedError) {
      refuseBody(http.getRequest<Request>(), response, error.status, ErrorCode.Refused, error.message);
    } else if (error instanceof SessionLimitError) {
      response.setHeader('Retry-After', String(error.retryAfterSeconds));
      refuse(response, error.status, ErrorCode.Refused, error.message);
    } else if (error instanceof InsufficientScopeError) {
      const { originalUrl } = http.getRequest<Request>();
      response.setHeader('WWW-Authenticate', this.challenges.insufficientScope(originalUrl, error.scopes));
      refuse(response, 403, ErrorCode.Refused, error.message, error.id);
    } else if (error instanceof HttpException) {
      for (const [name, value] of Object.entries(headersOf(error))) response.setHeader(name, value);
      refuse(response, error.getStatus(), ErrorCode.Refused, error.message, (error as EdgeException).id);
    } else {
      this.logger.error('The request failed', error);
      refuse(response, 500, ErrorCode.InternalError, 'Internal server error');
    }
  }
}

/** Refusals of the edge carry headers of their own: a challenge, a time to wait. */
function headersOf({ headers = {} }: EdgeException): Readonly<Record<string, string>> {
  return headers;
}
