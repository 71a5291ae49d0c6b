import { Principal } from '../../mcp/contract/index.js';

const PRINCIPAL = Symbol('polyport:principal');

/** Remembers who sent a request. */
export function setPrincipal(request: object, principal: Principal): void {
  (request as { [PRINCIPAL]?: Principal })[PRINCIPAL] = principal;
}

/** Who sent a request, as the edge found out; the anonymous principal before that. */
export function principalOf(request: object): Principal {
  return (request as { [PRINCIPAL]?: Principal })[PRINCIPAL] ?? Principal.anonymous();
}
