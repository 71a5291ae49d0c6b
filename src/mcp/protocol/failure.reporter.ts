import { Injectable, Logger } from '@nestjs/common';
import type { CallToolResult } from '@modelcontextprotocol/server';
import { type CatalogEntry, sensitiveValues } from '../catalog/index.js';
import { text } from '../contract/content.js';
import { ProtocolError } from '../contract/errors.js';
import { type Call, type Failure, failureOf, opaqueMessage, redactFailure } from '../invocation/index.js';
import { ErrorCode } from './error-codes.js';

/** Turns an error of a capability into what its client is told, and logs what the client must not see. */
@Injectable()
export class FailureReporter {
  private readonly logger = new Logger('Capability');

  /** For tools: a result that the model can act on. */
  toToolResult(error: unknown, entry: CatalogEntry, call: Call): CallToolResult {
    const failure = this.report(error, entry, call);
    switch (failure.kind) {
      case 'protocol':
        throw this.expressible(failure.error);
      case 'expected':
        return { content: [text(failure.message)], isError: true };
      case 'internal':
        return { content: [text(opaqueMessage(failure.id))], isError: true };
    }
  }

  /** For everything that has no result to carry an error: a JSON-RPC error. */
  toProtocolError(error: unknown, entry: CatalogEntry, call: Call, notFound?: () => ProtocolError): ProtocolError {
    const failure = this.report(error, entry, call);
    switch (failure.kind) {
      case 'protocol':
        return this.expressible(failure.error);
      case 'expected':
        if (failure.status === 404 && notFound) return notFound();
        return new ProtocolError(failure.status === 400 ? ErrorCode.InvalidParams : ErrorCode.Refused, failure.message);
      case 'internal':
        return new ProtocolError(ErrorCode.InternalError, opaqueMessage(failure.id));
    }
  }

  /** The error without data that JSON cannot carry. */
  private expressible(error: ProtocolError): ProtocolError {
    try {
      JSON.stringify(error.data);
      return error;
    } catch (cause) {
      this.logger.error('The data of a ProtocolError cannot be sent', cause);
      return new ProtocolError(error.code, error.message);
    }
  }

  private report(error: unknown, entry: CatalogEntry, call: Call): Failure {
    const failure = redactFailure(failureOf(error), sensitiveValues(call.record.input, entry.input?.sensitivity ?? []));
    call.record.failure = failure;
    if (failure.kind === 'internal' && !call.cancellation.isCancelled) {
      const { className, methodName, name } = entry;
      this.logger.error(`${className}.${methodName} (${name}) failed, id ${failure.id}`, failure.cause);
    }
    return failure;
  }
}
