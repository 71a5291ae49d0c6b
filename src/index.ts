export { InvalidSettingsError } from './config/index.js';
export {
  AccessPolicy,
  assistantMessage,
  audio,
  BootError,
  ChangeNotifier,
  Complete,
  CompletionRequest,
  Describe,
  embeddedResource,
  image,
  ListResources,
  McpContext,
  McpExecutionContext,
  Principal,
  Prompt,
  ProtocolError,
  Public,
  Resource,
  resourceLink,
  ResourceRequest,
  ResourceTemplate,
  Scopes,
  Sensitive,
  TestContext,
  text,
  Tool,
  ToolError,
  ToolResult,
  Toolset,
  userMessage,
} from './mcp/contract/index.js';
export type { Environment } from './config/index.js';
export type {
  AccessDecision,
  AuthenticationMethod,
  Bytes,
  ToolAnnotations,
  SamplingMessage,
  Root,
  PromptMessage,
  Icon,
  ContentBlock,
  Annotations,
  CacheHint,
  Capability,
  CapabilityKind,
  ClientFeature,
  ClientInfo,
  CompletionAnswer,
  ElicitAnswer,
  ElicitFormRequest,
  ElicitUrlRequest,
  JsonSchema,
  LogLevel,
  McpContextType,
  PrincipalFields,
  PromptOptions,
  ProtocolEra,
  ResourceEntry,
  ResourceOptions,
  ResourceTemplateOptions,
  SampleAnswer,
  SampleRequest,
  SchemaSource,
  TestAnswers,
  ToolOptions,
  ToolResultFields,
  ToolsetOptions,
  TraceContext,
  TransportName,
} from './mcp/contract/index.js';
export { CatalogFaultsError, type Fault } from './mcp/index.js';
// For transports of one's own: docs/guides/writing-a-transport.md.
export { Settings } from './config/index.js';
export {
  Engine,
  ErrorCode,
  MessageRejectedError,
  Peer,
  readMessage,
  RequestContext,
  type Answer,
  type MaybePromise,
  type PeerLink,
  type PeerOptions,
} from './mcp/index.js';
export { Authenticator, MessageLimits, trackerOf } from './security/index.js';
export { ProtocolEndpoint } from './transports/network/endpoint.decorator.js';
export { NetworkModule } from './transports/network/network.module.js';
export { SessionRegistry, type Session } from './transports/network/session.registry.js';
export { PolyportModule, type PolyportOptions } from './polyport.module.js';
export { toFetch, type FetchHandlers, type FetchInfo } from './transports/serverless/fetch/fetch.handlers.js';
export { toLambda, type LambdaHandlers } from './transports/serverless/lambda/lambda.handlers.js';
export { reserveStdout } from './transports/stdio/stdout.guard.js';
export { StdioServer } from './transports/stdio/stdio.server.js';
export type { StdioEnd } from './transports/stdio/stdio.connection.js';
