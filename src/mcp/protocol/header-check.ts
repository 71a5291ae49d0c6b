import { Injectable } from '@nestjs/common';
import type { IncomingHttpHeaders } from 'node:http';
import type { JSONRPCRequest } from '@modelcontextprotocol/server';
import { Catalog } from '../catalog/index.js';
import type { Principal } from '../contract/principal.js';
import { ErrorCode } from './error-codes.js';
import { MessageRejectedError } from './wire/message-rejected.error.js';
import { paramHeaderFault } from './wire/param-headers.js';

/** Checks the headers that mirror tool parameters; only the catalog knows which they are. */
@Injectable()
export class HeaderCheck {
  constructor(private readonly catalog: Catalog) {}

  /** @throws MessageRejectedError −32020 when a header and an argument disagree */
  async assertParameters(request: JSONRPCRequest, principal: Principal, headers: IncomingHttpHeaders): Promise<void> {
    const { name, arguments: input } = (request.params ?? {}) as { name?: unknown; arguments?: unknown };
    if (request.method !== 'tools/call' || typeof name !== 'string') return;
    const entry = await this.catalog.find('tool', name, principal);
    if (!entry || entry.headerParameters.length === 0) return;
    const fault = paramHeaderFault(entry.headerParameters, input, headers);
    if (fault === undefined) return;
    throw new MessageRejectedError(ErrorCode.HeaderMismatch, `Headers and body disagree: ${fault}`, request.id);
  }
}
