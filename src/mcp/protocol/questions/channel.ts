import type { QuestionChannel } from '../../invocation/index.js';
import type { Auditor } from '../audit/auditor.js';
import type { RequestCall } from '../request-call.js';
import type { ClientRequests } from './client-requests.js';
import { NoQuestions, PushedQuestions } from './pushed-questions.js';
import type { RequestState, StateBinding } from './request-state.js';
import { RoundTripQuestions } from './round-trip-questions.js';

/** The parameter that identifies the capability a question belongs to, by method. */
const ASKING: Readonly<Record<string, string>> = {
  'tools/call': 'name',
  'prompts/get': 'name',
  'resources/read': 'uri',
};

/**
 * How a call asks its client: pushed over a live connection of the legacy era, in rounds in the modern era.
 *
 * @param requests of the server to the client; `undefined` where there is no way to send any
 */
export function questionsOf(
  call: RequestCall,
  states: RequestState,
  requests: ClientRequests | undefined,
  send: (message: object) => Promise<void>,
): QuestionChannel {
  const { method, era, clientCapabilities, cancellation } = call;
  if (!Object.hasOwn(ASKING, method)) return new NoQuestions(era, `${method} cannot ask questions`);
  if (era === 'modern') {
    const answers = { ...call.carriedAnswers, ...call.inputResponses };
    const state = typeof call.requestState === 'string' ? call.requestState : undefined;
    return new RoundTripQuestions(clientCapabilities, answers, (used) => states.seal(used, bindingOf(call)), state);
  }
  if (!requests) {
    return new NoQuestions(era, 'a stateless HTTP request of this protocol revision has no way back to the client');
  }
  return new PushedQuestions(clientCapabilities, (request) =>
    requests.send(request.method, request.params, cancellation, send),
  );
}

/** Whether a call continues an earlier round, whose state has to be verified first. */
export function continuesRound({ method, era, requestState }: RequestCall): boolean {
  return era === 'modern' && requestState !== undefined && Object.hasOwn(ASKING, method);
}

/**
 * Takes the answers of earlier rounds out of the state.
 *
 * @throws ProtocolError −32602 for a state that was changed, has expired or belongs to something else
 */
export async function openState(call: RequestCall, states: RequestState, auditor: Auditor): Promise<void> {
  // A state that is no text cannot have been sealed here.
  const state = typeof call.requestState === 'string' ? call.requestState : '';
  try {
    call.carriedAnswers = await states.open(state, bindingOf(call));
  } catch (error) {
    await auditor.refused(call, error);
    throw error;
  }
}

function bindingOf({ method, params, principal }: RequestCall): StateBinding {
  const capability = String(params[ASKING[method] ?? '']);
  return { principalKey: principal.key, method, capability, input: params['arguments'] ?? {} };
}
