export { ActiveCalls } from './active-calls.js';
export { CallChecks } from './call-checks.port.js';
export { Cancellation } from './call-lifetime.js';
export type { Call, Outbox } from './call.interface.js';
export { CapabilityInvoker } from './capability.invoker.js';
export { failureOf, internalFailure, opaqueMessage, type CallRecord, type Failure } from './failure.js';
export { hasGlobalEnhancers, type EnhancerConfig } from './foreign-enhancers.js';
export { HandlerFactory } from './handler.factory.js';
export { InvalidInputError } from './invalid-input.error.js';
export { INVOCATION_OPTIONS, type InvocationOptions } from './invocation.options.js';
export {
  CallSuspended,
  InputRequired,
  type AnswerReader,
  type Question,
  type QuestionChannel,
} from './question-channel.interface.js';
export { redactFailure } from './redact-failure.js';
export { serialise, Serialised, toPlainJson } from './serialise.js';
export { toCompletionResult } from './shaping/completion-result.js';
export { toPromptResult } from './shaping/prompt-result.js';
export { toResourceResult } from './shaping/resource-result.js';
export { toToolResult } from './shaping/tool-result.js';
