import { Catch, HttpException, Injectable, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Auditor, ErrorCode, InsufficientScopeError, MessageRejectedError } from '../../mcp/index.js';
import { Challenges, EdgeAudit } from '../../security/index.js';
import { BodyRejectedError } from './body.reader.js';
import { HttpExchange } from './http.exchange.js';
import { refuse, refuseBody } from './refusal.js';
import { SessionLimitError } from './session.registry.js';

interface EdgeException extends HttpException {
  readonly headers?: Readonly<Record<string, string>>;
  /** Of the request that is refused, where it is known. */
  readonly id?: string | number;
}

const REASONS: Readonly<Record<number, string>> = {
  [ErrorCode.ParseError]: 'parse_error',
  [ErrorCode.InvalidRequest]: 'invalid_request',
  [ErrorCode.MethodNotFound]: 'unknown_method',
  [ErrorCode.InvalidParams]: 'invalid_params',
  [ErrorCode.HeaderMismatch]: 'header_mismatch',
  [ErrorCode.MissingClientCapability]: 'missing_client_capability',
};

/** The reason of a JSON-RPC error in a word for the audit; `undefined` where the HTTP status has to say it. */
export function reasonOfCode(code: number | undefined): string | undefined {
  return code === undefined ? undefined : REASONS[code];
}

/** Answers requests that are refused with the right HTTP status and a JSON-RPC error, and has them recorded. */
@Injectable()
export class EdgeResponder {
  private readonly logger = new Logger('Edge');

  constructor(
    private readonly challenges: Challenges,
    private readonly audit: EdgeAudit,
    private readonly auditor: Auditor,
  ) {}

  refuse(error: unknown, exchange: HttpExchange): void {
    const { request } = exchange;
    const response = exchange.bareResponse();
    if (response.headersSent) this.endBegun(error, response);
    else this.answer(error, request, response);
    const { id } = (error ?? {}) as { readonly id?: string | number };
    const call = error instanceof InsufficientScopeError ? error.call : undefined;
    const answer = {
      status: response.statusCode,
      reason: reasonOf(error),
      requestId: call?.requestId ?? id,
      call: call && this.auditor.describe(call),
    };
    this.audit.refused(request, answer, error);
  }

  /** A head that has left cannot be changed. */
  private endBegun(error: unknown, response: ServerResponse): void {
    this.logger.error('The request failed in the middle of its answer', error);
    response.end();
  }

  private answer(
    error: unknown,
    request: IncomingMessage & { readonly originalUrl?: string },
    response: ServerResponse,
  ): void {
    if (error instanceof MessageRejectedError) {
      refuse(response, 400, error.code, error.message, error.id, error.data);
    } else if (error instanceof BodyRejectedError) {
      refuseBody(request, response, error.status, ErrorCode.Refused, error.message);
    } else if (error instanceof SessionLimitError) {
      response.setHeader('Retry-After', String(error.retryAfterSeconds));
      refuse(response, error.status, ErrorCode.Refused, error.message);
    } else if (error instanceof InsufficientScopeError) {
      const url = request.originalUrl ?? request.url ?? '';
      response.setHeader('WWW-Authenticate', this.challenges.insufficientScope(url, error.scopes));
      refuse(response, 403, ErrorCode.Refused, error.message, error.id);
    } else if (error instanceof HttpException) {
      const { headers = {}, id } = error as EdgeException;
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
      refuse(response, error.getStatus(), ErrorCode.Refused, error.message, id);
    } else {
      this.logger.error('The request failed', error);
      refuse(response, 500, ErrorCode.InternalError, 'Internal server error');
    }
  }
}

/** The responder as a filter, for requests that come through Nest. */
@Catch()
export class JsonRpcExceptionFilter implements ExceptionFilter {
  constructor(private readonly responder: EdgeResponder) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.responder.refuse(error, new HttpExchange(http.getRequest(), http.getResponse()));
  }
}

/** The reason in a word for the audit, where the HTTP status does not say it. */
function reasonOf(error: unknown): string | undefined {
  if (error instanceof MessageRejectedError) return reasonOfCode(error.code) ?? 'invalid_request';
  if (error instanceof SessionLimitError) return 'session_limit';
  return error instanceof InsufficientScopeError ? 'insufficient_scope' : undefined;
}
