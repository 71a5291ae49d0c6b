export { CatalogFaultsError, type Fault } from './catalog/index.js';
export { Principal, type CacheHint } from './contract/index.js';
export { ActiveCalls } from './invocation/index.js';
export { McpModule } from './mcp.module.js';
export {
  ChangeBus,
  errorResponse,
  HeaderCheck,
  InsufficientScopeError,
  ListenFilter,
  ScopeCheck,
  ErrorCode,
  MessageRejectedError,
  readMessage,
  ServerFactory,
  TaskNotices,
  type TaskNoticeStream,
  toAuthInfo,
  type ErrorResponse,
} from './protocol/index.js';
