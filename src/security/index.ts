export { principalOf, setPrincipal } from './auth/request-principal.js';
export { NetworkGuard } from './network/network.guard.js';
