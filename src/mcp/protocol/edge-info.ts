import type { AuthInfo } from '@modelcontextprotocol/server';
import type { Principal } from '../contract/principal.js';

/** What the network edge knows of a message: who sent it, in which HTTP request. */
export interface EdgeInfo {
  readonly principal: Principal;
  readonly request: object;
}

const KEY = 'polyport';

/** Wraps edge information in the one thing that the SDK's transports hand through. The caller's token is not in it. */
export function toAuthInfo(edge: EdgeInfo): AuthInfo {
  const { principal } = edge;
  return {
    token: '',
    clientId: principal.clientId ?? principal.subject,
    scopes: [...principal.scopes],
    extra: { [KEY]: edge },
  };
}

export function edgeOf(authInfo: AuthInfo | undefined): EdgeInfo | undefined {
  return authInfo?.extra?.[KEY] as EdgeInfo | undefined;
}
