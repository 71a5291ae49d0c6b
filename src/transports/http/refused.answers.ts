import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import { EdgeAudit } from '../../security/index.js';
import { reasonOfCode } from '../network/refusal-reason.js';

/** The SDK's word for an exchange whose client went away first. */
const CLIENT_GONE = 499;

interface ErrorBody {
  readonly id?: unknown;
  readonly error?: { readonly code?: unknown };
}

/** Has a record kept of the requests that the SDK's own handlers refuse for their form. */
@Injectable()
export class RefusedAnswers {
  constructor(private readonly audit: EdgeAudit) {}

  async record(request: IncomingMessage, answer: Response): Promise<void> {
    const { status } = answer;
    if (status === CLIENT_GONE) return;
    // Not every refusal has a body.
    const { id, error } = ((await answer.json().catch(() => undefined)) ?? {}) as ErrorBody;
    const isId = typeof id === 'string' || typeof id === 'number';
    this.audit.refused(request, { status, reason: reasonOfCode(error?.code), ...(isId && { requestId: id }) });
  }
}
