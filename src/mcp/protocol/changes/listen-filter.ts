import { Inject, Injectable } from '@nestjs/common';
import type { JSONRPCRequest } from '@modelcontextprotocol/server';
import type { Principal } from '../../contract/principal.js';
import { ErrorCode } from '../error-codes.js';
import { PROTOCOL_OPTIONS, type ProtocolOptions } from '../protocol.options.js';
import { MAX_FOLLOWED_URIS, ResourceFinder } from '../resource.finder.js';
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

  /**
   * @throws MessageRejectedError −32602 for more URIs than one subscription may name, −32601 where the process does not
   *   outlive a request, and nothing would ever be heard
   */
  async narrow(request: JSONRPCRequest, principal: Principal): Promise<JSONRPCRequest> {
    if (request.method === LISTEN_METHOD && this.options.lasting === false) {
      throw new MessageRejectedError(ErrorCode.MethodNotFound, 'Method not found', request.id);
    }
    const filter = request.params?.['notifications'] as { resourceSubscriptions?: unknown } | null | undefined;
    const uris = filter?.resourceSubscriptions;
    if (request.method !== LISTEN_METHOD || !Array.isArray(uris)) return request;
    if (uris.length > MAX_FOLLOWED_URIS) {
      throw new MessageRejectedError(
        ErrorCode.InvalidParams,
        `A subscription names at most ${MAX_FOLLOWED_URIS} resources, not ${uris.length}`,
        request.id,
      );
    }
    // What is no URI at all is left to the schema of the request.
    const seen = await Promise.all(
      uris.map(async (uri: unknown) => typeof uri !== 'string' || (await this.isSeen(uri, principal))),
    );
    const resourceSubscriptions = uris.filter((_uri, index) => seen[index]);
    return { ...request, params: { ...request.params, notifications: { ...filter, resourceSubscriptions } } };
  }

  /** Whether the caller may see the resource, and hear of its changes, at this moment. */
  async isSeen(uri: string, principal: Principal): Promise<boolean> {
    return (await this.resources.find(uri, principal)) !== undefined;
  }
}
