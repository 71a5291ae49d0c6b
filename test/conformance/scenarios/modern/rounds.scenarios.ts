import assert from 'node:assert/strict';
import { answersTo } from '../core/answers.js';
import type { LineClient } from '../core/line.client.js';
import type { Json, Message } from '../core/message.js';
import type { Check, ScenarioTable } from '../core/scenario.types.js';
import type { ModernSession } from './modern.session.js';

type Requests = Readonly<Record<string, { readonly method: string; readonly params?: Json }>>;

const tool = (name: string): Json => ({ name: `test_input_required_result_${name}`, arguments: {} });
const PROMPT = { name: 'test_input_required_result_prompt' };

/** What a result asks for; an error where it asks for nothing. */
function questions(result: Json | undefined): Requests {
  assert.equal(result?.['resultType'], 'input_required', JSON.stringify(result));
  const requests = result['inputRequests'] as Requests;
  assert.ok(Object.keys(requests).length > 0, 'Nothing is asked');
  return requests;
}

const methods = (requests: Requests): string[] => Object.values(requests).map(({ method }) => method);

function stateOf(result: Json): string {
  const { requestState } = result;
  assert.ok(typeof requestState === 'string' && requestState !== '', 'No requestState');
  return requestState;
}

const stateIn = ({ requestState }: Json): Json => (requestState === undefined ? {} : { requestState });

/** The same call again, with the answers. */
async function answer(lines: LineClient, method: string, params: Json, round: Json): Promise<Json> {
  const inputResponses = answersTo(questions(round));
  return lines.result(method, { ...params, inputResponses, ...stateIn(round) });
}

function assertComplete(result: Json, pattern?: RegExp): void {
  assert.equal(result['resultType'], 'complete', JSON.stringify(result));
  assert.notEqual(result['isError'], true, JSON.stringify(result));
  if (pattern) assert.match(JSON.stringify(result['content'] ?? result['messages']), pattern);
}

const asks =
  (name: string, ...expected: string[]): Check<ModernSession> =>
  async ({ lines }) => {
    assert.deepEqual(methods(questions(await lines.result('tools/call', tool(name)))), expected);
  };

const completes =
  (name: string, pattern: RegExp): Check<ModernSession> =>
  async ({ lines }) => {
    const round = await lines.result('tools/call', tool(name));
    assertComplete(await answer(lines, 'tools/call', tool(name), round), pattern);
  };

/** The official client makes the round trips on its own. */
const clientCompletes =
  (name: string, pattern: RegExp): Check<ModernSession> =>
  async ({ client }) => {
    const { content, isError } = await client.callTool(tool(name) as { name: string });
    assert.notEqual(isError, true, JSON.stringify(content));
    assert.match(JSON.stringify(content), pattern);
  };

const ACCEPTED = { user_name: { action: 'accept', content: { name: 'Alice' } } };
const nameCall = (lines: LineClient, inputResponses: unknown): Promise<Message> =>
  lines.request('tools/call', { ...tool('elicitation'), inputResponses });

/** An error, or the question again: never an answer made of what is not one. */
async function assertNotComplete(answer: Promise<Message>): Promise<void> {
  const { result, error } = await answer;
  assert.ok(error !== undefined || result?.['resultType'] === 'input_required', JSON.stringify(result));
}

export const roundScenarios: ScenarioTable<ModernSession> = {
  'input-required-result-basic-elicitation': {
    'sep-2322-elicitation-incomplete': async ({ lines }) => {
      const { user_name: question } = questions(await lines.result('tools/call', tool('elicitation')));
      assert.equal(question?.method, 'elicitation/create');
      assert.equal(typeof question.params?.['message'], 'string');
      const { type, properties } = question.params?.['requestedSchema'] as { type: string; properties: Json };
      assert.deepEqual([type, (properties['name'] as Json)['type']], ['object', 'string']);
    },
    'sep-2322-elicitation-complete': completes('elicitation', /Hello, Alice!/),
    'official-client-answers': clientCompletes('elicitation', /Hello, Alice!/),
  },
  'input-required-result-basic-sampling': {
    'sep-2322-sampling-incomplete': asks('sampling', 'sampling/createMessage'),
    'sep-2322-sampling-complete': completes('sampling', /This is a test response/),
    'official-client-answers': clientCompletes('sampling', /This is a test response/),
  },
  'input-required-result-basic-list-roots': {
    'sep-2322-list-roots-incomplete': asks('list_roots', 'roots/list'),
    'sep-2322-list-roots-complete': completes('list_roots', /1 roots/),
    'official-client-answers': clientCompletes('list_roots', /1 roots/),
  },
  'input-required-result-request-state': {
    'sep-2322-request-state-incomplete': async ({ lines }) => {
      stateOf(await lines.result('tools/call', tool('request_state')));
    },
    'sep-2322-request-state-complete': completes('request_state', /state-ok/),
    'official-client-answers': clientCompletes('request_state', /state-ok accept/),
  },
  'input-required-result-multiple-input-requests': {
    'sep-2322-multiple-inputs-incomplete': async ({ lines }) => {
      const round = await lines.result('tools/call', tool('multiple_inputs'));
      stateOf(round);
      assert.deepEqual(methods(questions(round)).sort(), [
        'elicitation/create',
        'roots/list',
        'sampling/createMessage',
      ]);
    },
    'sep-2322-multiple-inputs-complete': completes('multiple_inputs', /Alice, with 1 roots/),
    'official-client-answers': clientCompletes('multiple_inputs', /Alice, with 1 roots/),
  },
  'input-required-result-multi-round': {
    'sep-2322-multi-round-r1': async ({ lines }) => {
      const first = await lines.result('tools/call', tool('multi_round'));
      assert.deepEqual(Object.keys(questions(first)), ['step1']);
      stateOf(first);
    },
    'sep-2322-multi-round-r2': async ({ lines }) => {
      const first = await lines.result('tools/call', tool('multi_round'));
      const second = await answer(lines, 'tools/call', tool('multi_round'), first);
      assert.deepEqual(Object.keys(questions(second)), ['step2']);
      assert.notEqual(stateOf(second), stateOf(first));
    },
    'sep-2322-multi-round-r3': async ({ lines }) => {
      const first = await lines.result('tools/call', tool('multi_round'));
      const second = await answer(lines, 'tools/call', tool('multi_round'), first);
      assertComplete(await answer(lines, 'tools/call', tool('multi_round'), second), /Done: accept, accept/);
    },
    'official-client-answers': clientCompletes('multi_round', /Done: accept, accept/),
  },
  'input-required-result-missing-input-response': {
    'sep-2322-missing-response-rerequests': async ({ lines }) => {
      const { result } = await nameCall(lines, { wrong_key: { action: 'accept', content: {} } });
      assert.deepEqual(Object.keys(questions(result)), ['user_name']);
    },
  },
  'input-required-result-non-tool-request': {
    'sep-2322-non-tool-incomplete': async ({ lines }) => {
      const { user_context: question } = questions(await lines.result('prompts/get', PROMPT));
      assert.equal(question?.method, 'elicitation/create');
    },
    'sep-2322-non-tool-complete': async ({ lines }) => {
      const round = await lines.result('prompts/get', PROMPT);
      assertComplete(await answer(lines, 'prompts/get', PROMPT, round), /Context: a test/);
    },
    'official-client-answers': async ({ client }) => {
      assert.match(JSON.stringify((await client.getPrompt(PROMPT)).messages), /Context: a test/);
    },
  },
  'input-required-result-result-type': {
    'sep-2322-result-type-included': async ({ lines }) => {
      questions(await lines.result('tools/call', tool('elicitation')));
    },
  },
  'input-required-result-unsupported-methods': {
    'sep-2322-not-on-unsupported-requests': async ({ lines }) => {
      for (const method of ['tools/list', 'prompts/list', 'resources/list']) {
        const { resultType, inputRequests } = await lines.result(method);
        assert.deepEqual([resultType, inputRequests], ['complete', undefined], method);
      }
    },
  },
  'input-required-result-tampered-state': {
    'sep-2322-reject-tampered-state': async ({ lines }) => {
      const round = await lines.result('tools/call', tool('tampered_state'));
      const { code } = await lines.refusal('tools/call', {
        ...tool('tampered_state'),
        inputResponses: answersTo(questions(round)),
        requestState: `${stateOf(round)}-TAMPERED`,
      });
      assert.equal(code, -32602);
    },
  },
  'input-required-result-capability-check': {
    'sep-2322-respect-client-capabilities': async ({ lines }) => {
      const round = await lines.result('tools/call', tool('capabilities'), { sampling: {} });
      assert.deepEqual(methods(questions(round)), ['sampling/createMessage']);
    },
  },
  'input-required-result-ignore-extra-params': {
    'sep-2322-ignore-unexpected-params': async ({ lines }) => {
      const { result = {} } = await nameCall(lines, { ...ACCEPTED, unexpected: { action: 'accept', content: {} } });
      assertComplete(result, /Hello, Alice!/);
    },
  },
  'input-required-result-validate-input': {
    'sep-2322-validate-input-responses': async ({ lines }) => {
      await assertNotComplete(nameCall(lines, { user_name: 12345 }));
      await assertNotComplete(nameCall(lines, { user_name: { action: 'accept', content: { name: 12345 } } }));
    },
    'sep-2322-error-on-protocol-error': async ({ lines }) => assertNotComplete(nameCall(lines, null)),
  },
};
