export { ActiveCalls } from './active-calls.js';
export { CallChecks } from './call-checks.port.js';
export { Cancellation } from './call-lifetime.js';
export type { Call, Outbox } from './call.interface.js';
export { CapabilityInvoker } from './capability.invoker.js';
export { type CallRecord, type Failure, failureOf, internalFailure, opaqueMessage } from './failure.js';
export { type EnhancerConfig, hasGlobalEnhancers } from './foreign-enhancers.js';
export { HandlerFactory } from './handler.factory.js';
export { InvalidInputError } from './input.pipe.js';
export { INVOCATION_OPTIONS, type InvocationOptions } from './invocation.options.js';
export {
  type AnswerReader,
  CallSuspended,
  InputRequired,
  type Question,
  type QuestionChannel,
} from './question-channel.interface.js';
export { redactFailure } from './redact-failure.js';
export { serialise, Serialised, toPlainJson } from './serialise.js';
export { toCompletionResult } from './shaping/completion-result.js';
export { toPromptResult } from './shaping/prompt-result.js';
export { toResourceResult } from './shaping/resource-result.js';
export { toToolResult } from './shaping/tool-result.js';
