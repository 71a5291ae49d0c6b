export { AuthModule } from './auth/auth.module.js';
export { AuthenticationGuard } from './auth/authentication.guard.js';
export { Challenges } from './auth/challenges.js';
export { principalOf, setPrincipal } from './auth/request-principal.js';
export { NetworkGuard } from './network/network.guard.js';
