export { CatalogFaultsError, type Fault } from './catalog/index.js';
export { Principal, type CacheHint } from './contract/index.js';
export { ActiveCalls, setRequestEnd } from './invocation/index.js';
export { McpModule } from './mcp.module.js';
export {
  answeredBy,
  assertBatchAllowed,
  cancelledIn,
  ChangeBus,
  errorResponse,
  HeaderCheck,
  InsufficientScopeError,
  ListenFilter,
  ScopeCheck,
  ErrorCode,
  LISTEN_METHOD,
  MessageRejectedError,
  OpenRequests,
  readMessage,
  ServerFactory,
  TaskNotices,
  type TaskNoticeStream,
  toAuthInfo,
  type ErrorResponse,
} from './protocol/index.js';
