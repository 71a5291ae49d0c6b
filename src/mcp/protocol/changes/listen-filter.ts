import { Inject, Injectable } from '@nestjs/common';
import type { JSONRPCRequest } from '@modelcontextprotocol/server';
import type { Principal } from '../../contract/principal.js';
import { ErrorCode } from '../error-codes.js';
import { PROTOCOL_OPTIONS, type ProtocolOptions } from '../protocol.options.js';
import { ResourceFinder } from '../resource.finder.js';
import { LISTEN_METHOD } from '../wire/listen.method.js';
import { MessageRejectedError } from '../wire/message-rejected.error.js';

/**
 * Takes the URIs out of a `subscriptions/listen` request that the caller may not see. The acknowledgement then names
 * what is left, as it does for everything else that a server does not honour (2026-07-28, basic/subscriptions).
 */
@Injectable()
export class ListenFilter {
  constructor(
    private readonly resources: ResourceFinder,
    @Inject(PROTOCOL_OPTIONS) private readonly options: ProtocolOptions,
  ) {}

  /** @throws MessageRejectedError −32601 where the process does not outlive a request, and nothing would ever be heard */
  async narrow(request: JSONRPCRequest, principal: Principal): Promise<JSONRPCRequest> {
    if (request.method === LISTEN_METHOD && this.options.lasting === false) {
      throw new MessageRejectedError(ErrorCode.MethodNotFound, 'Method not found', request.id);
    }
    const filter = request.params?.['notifications'] as { resourceSubscriptions?: unknown } | null | undefined;
    const uris = filter?.resourceSubscriptions;
    if (request.method !== LISTEN_METHOD || !Array.isArray(uris)) return request;
    const seen = await Promise.all(uris.map((uri) => this.isSeen(uri, principal)));
    const resourceSubscriptions = uris.filter((_uri, index) => seen[index]);
    return { ...request, params: { ...request.params, notifications: { ...filter, resourceSubscriptions } } };
  }

  /** What is no URI at all is left to the schema of the request. */
  private async isSeen(uri: unknown, principal: Principal): Promise<boolean> {
    return typeof uri !== 'string' || (await this.resources.find(uri, principal)) !== undefined;
  }
}
