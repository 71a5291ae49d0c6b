export { CatalogFaultsError, type Fault } from './catalog/index.js';
export { Principal, type CacheHint } from './contract/index.js';
export { ActiveCalls, NEVER_CANCELLED, setRequestEnd } from './invocation/index.js';
export { McpModule } from './mcp.module.js';
export {
  answeredBy,
  assertBatchAllowed,
  Auditor,
  cancelledIn,
  ChangeBus,
  errorResponse,
  HeaderCheck,
  InsufficientScopeError,
  ListenFilter,
  ScopeCheck,
  ErrorCode,
  LISTEN_METHOD,
  logNotice,
  MessageRejectedError,
  MODERN_REVISION,
  OpenRequests,
  progressNotice,
  readMessage,
  ServerFactory,
  TaskNotices,
  type TaskNoticeStream,
  toAuthInfo,
  UnaryCaller,
  type ErrorResponse,
  type Notice,
  type UnaryAnswer,
  type UnaryRequest,
} from './protocol/index.js';
