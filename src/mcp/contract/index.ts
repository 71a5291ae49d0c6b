export type {
  Annotations,
  ContentBlock,
  Icon,
  PromptMessage,
  Root,
  SamplingMessage,
  ToolAnnotations,
} from '@modelcontextprotocol/server';
export type { AccessDecision } from './access-decision.js';
export { AccessPolicy } from './access-policy.js';
export { BootError } from './boot-error.js';
export type { Capability, CapabilityKind } from './capability.interface.js';
export { ChangeNotifier } from './change-notifier.js';
export { Complete, CompletionRequest, type CompletionAnswer } from './complete.decorator.js';
export {
  assistantMessage,
  audio,
  embeddedResource,
  image,
  resourceLink,
  text,
  userMessage,
  type Bytes,
} from './content.js';
export { Describe } from './describe.decorator.js';
export {
  McpContext,
  type ClientFeature,
  type ClientInfo,
  type LogLevel,
  type ProtocolEra,
  type TraceContext,
  type TransportName,
} from './mcp-context.js';
export { McpExecutionContext, type McpContextType } from './mcp-execution-context.js';
export { ListResources, type ResourceEntry } from './list-resources.decorator.js';
export { Principal, type AuthenticationMethod, type PrincipalFields } from './principal.js';
export { Prompt, type PromptOptions } from './prompt.decorator.js';
export { ProtocolError } from './protocol-error.js';
export { Public } from './public.decorator.js';
export type {
  ElicitAnswer,
  ElicitFormRequest,
  ElicitUrlRequest,
  SampleAnswer,
  SampleRequest,
} from './questions.types.js';
export { Resource, type CacheHint, type ResourceOptions } from './resource.decorator.js';
export { ResourceRequest } from './resource-request.js';
export { ResourceTemplate, type ResourceTemplateOptions } from './resource-template.decorator.js';
export type { JsonSchema, SchemaSource } from './schema.types.js';
export { ScopeDirectory } from './scope-directory.port.js';
export { Scopes } from './scopes.decorator.js';
export { Sensitive } from './sensitive.decorator.js';
export { TestContext, type TestAnswers } from './test-context.js';
export { Tool, type ToolOptions } from './tool.decorator.js';
export { ToolError } from './tool-error.js';
export { ToolResult, type ToolResultFields } from './tool-result.js';
export { Toolset, type ToolsetOptions } from './toolset.decorator.js';
