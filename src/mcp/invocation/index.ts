export { NEVER_CANCELLED } from './cancellation.js';
export { ActiveCalls } from './active-calls.js';
export type { Call, Outbox } from './call.interface.js';
export type { CallNotes } from './call-notes.interface.js';
export { CapabilityInvoker } from './capability.invoker.js';
export { discreetFailure } from './discreet-failure.js';
export { failureOf, opaqueMessage, type Failure } from './failure.js';
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
export { setRequestEnd } from './request-end.js';
export { toPlainJson } from './serialise.js';
export { toCompletionResult } from './shaping/completion-result.js';
export { toPromptResult } from './shaping/prompt-result.js';
export { toResourceResult } from './shaping/resource-result.js';
export { toToolResult } from './shaping/tool-result.js';
