export { CatalogFaultsError, type Fault } from './catalog/index.js';
export { BootError, Principal, type TransportName } from './contract/index.js';
export { ActiveCalls } from './invocation/index.js';
export { McpModule, type McpModuleOptions } from './mcp.module.js';
export {
  ChangeBus,
  errorResponse,
  ErrorCode,
  MessageRejectedError,
  readMessage,
  ServerFactory,
  toAuthInfo,
  type Connection,
  type ErrorResponse,
} from './protocol/index.js';
