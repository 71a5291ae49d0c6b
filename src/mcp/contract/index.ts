export type {
  Annotations,
  ContentBlock,
  Icon,
  PromptMessage,
  Root,
  SamplingMessage,
  ToolAnnotations,
} from '@modelcontextprotocol/server';
export type { AccessDecision, Capability, CapabilityKind } from './capability.interface.js';
export { AccessPolicy } from './access-policy.js';
export { BootError, ProtocolError, ToolError } from './errors.js';
export { ChangeNotifier } from './change-notifier.js';
export { Complete, type CompletionAnswer, CompletionRequest } from './complete.decorator.js';
export {
  assistantMessage,
  audio,
  type Bytes,
  embeddedResource,
  image,
  resourceLink,
  text,
  ToolResult,
  type ToolResultFields,
  userMessage,
} from './content.js';
export { Describe, Sensitive } from './property.decorators.js';
export {
  type ClientFeature,
  type ClientInfo,
  type LogLevel,
  McpContext,
  type ProtocolEra,
  type TraceContext,
  type TransportName,
} from './mcp-context.js';
export { type McpContextType, McpExecutionContext } from './mcp-execution-context.js';
export {
  type CacheHint,
  ListResources,
  Resource,
  type ResourceEntry,
  type ResourceOptions,
  ResourceRequest,
  ResourceTemplate,
  type ResourceTemplateOptions,
} from './resource.decorators.js';
export { type AuthenticationMethod, Principal, type PrincipalFields } from './principal.js';
export { Prompt, type PromptOptions } from './prompt.decorator.js';
export { Public, Scopes } from './access.decorators.js';
export type {
  ElicitAnswer,
  ElicitFormRequest,
  ElicitUrlRequest,
  SampleAnswer,
  SampleRequest,
} from './questions.types.js';
export type { JsonSchema, SchemaSource } from './schema.types.js';
export { ScopeDirectory } from './scope-directory.port.js';
export { type TestAnswers, TestContext } from './test-context.js';
export { Tool, type ToolOptions } from './tool.decorator.js';
export { Toolset, type ToolsetOptions } from './toolset.decorator.js';
