export { CatalogFaultsError, type Fault } from './catalog/index.js';
export { andThen, isPromise, type MaybePromise } from './common/maybe-promise.js';
export { RequestContext, type PlatformFacts } from './common/request-context.js';
export { Principal, type CacheHint } from './contract/index.js';
export { ActiveCalls, CallChecks, hasGlobalEnhancers, type EnhancerConfig } from './invocation/index.js';
export { McpModule } from './mcp.module.js';
export {
  Auditor,
  Engine,
  eraOf,
  ErrorCode,
  errorResponse,
  initializeFaults,
  InsufficientScopeError,
  LISTEN_METHOD,
  MessageRejectedError,
  Peer,
  readMessage,
  type Answer,
  type PeerLink,
  type PeerOptions,
} from './protocol/index.js';
