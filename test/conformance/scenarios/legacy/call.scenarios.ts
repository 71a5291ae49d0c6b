import assert from 'node:assert/strict';
import type { Json } from '../core/message.js';
import type { Check, ScenarioTable } from '../core/scenario.types.js';
import type { Asked, LegacySession } from './legacy.session.js';

/** Calls a tool that asks one question; gives the question and the text of the answer. */
async function ask(session: LegacySession, name: string, args: Json = {}): Promise<Asked & { text: string }> {
  const from = session.asked.length;
  const { content, isError } = await session.peer.callTool({ name, arguments: args });
  assert.notEqual(isError, true, JSON.stringify(content));
  const [question, ...more] = session.asked.slice(from);
  assert.ok(question && more.length === 0, 'Not exactly one question');
  return { ...question, text: content[0]?.text ?? '' };
}

async function fieldsOf(session: LegacySession, tool: string): Promise<Record<string, Json>> {
  const { params } = await ask(session, tool);
  const { type, properties } = params['requestedSchema'] as { type: string; properties: Record<string, Json> };
  assert.equal(type, 'object');
  return properties;
}

/** The field of the form is asked for exactly like this. */
const field =
  (tool: string, name: string, schema: Json): Check<LegacySession> =>
  async (session) => {
    assert.deepEqual((await fieldsOf(session, tool))[name], schema);
  };

const DEFAULTS = 'test_elicitation_sep1034_defaults';
const ENUMS = 'test_elicitation_sep1330_enums';
const options = ['option1', 'option2', 'option3'];
const titled = [1, 2, 3].map((n) => ({ const: `value${n}`, title: `Option ${n}` }));

export const callScenarios: ScenarioTable<LegacySession> = {
  'tools-call-with-logging': {
    'tools-call-with-logging': async (session) => {
      await session.request('logging/setLevel', { level: 'debug' });
      const from = session.traffic.received.length;
      await session.peer.callTool({ name: 'test_tool_with_logging' });
      const notices = session.traffic.notices('notifications/message', from);
      assert.deepEqual(
        notices.map(({ params }) => [params?.['level'], params?.['data']]),
        ['Tool execution started', 'Tool processing data', 'Tool execution completed'].map((data) => ['info', data]),
      );
    },
  },
  'tools-call-with-progress': {
    'tools-call-with-progress': async (session) => {
      const from = session.traffic.received.length;
      const params = { name: 'test_tool_with_progress', arguments: {}, _meta: { progressToken: 'progress-1' } };
      await session.request('tools/call', params);
      assert.deepEqual(
        session.traffic.received.slice(from).map(({ params }) => params),
        [
          ...[0, 50, 100].map((progress) => ({ progressToken: 'progress-1', progress, total: 100 })),
          // The answer comes last.
          undefined,
        ],
      );
    },
    'no-progress-without-token': async (session) => {
      const from = session.traffic.received.length;
      await session.request('tools/call', { name: 'test_tool_with_progress', arguments: {} });
      assert.deepEqual(session.traffic.notices('notifications/progress', from), []);
    },
  },
  'tools-call-sampling': {
    'tools-call-sampling': async (session) => {
      const { method, params, text } = await ask(session, 'test_sampling', { prompt: 'Test prompt for sampling' });
      assert.equal(method, 'sampling/createMessage');
      assert.deepEqual(params['messages'], [
        { role: 'user', content: { type: 'text', text: 'Test prompt for sampling' } },
      ]);
      assert.deepEqual([params['maxTokens'], text], [100, 'LLM response: This is a test response']);
    },
  },
  'tools-call-elicitation': {
    'tools-call-elicitation': async (session) => {
      const { method, params, text } = await ask(session, 'test_elicitation', { message: 'Please tell' });
      assert.deepEqual([method, params['message']], ['elicitation/create', 'Please tell']);
      const { required } = params['requestedSchema'] as { required: string[] };
      assert.deepEqual([...required].sort(), ['email', 'username']);
      assert.match(text, /accept .*testuser/);
    },
  },
  'elicitation-sep1034-defaults': {
    'elicitation-sep1034-string-default': field(DEFAULTS, 'name', { type: 'string', default: 'John Doe' }),
    'elicitation-sep1034-integer-default': field(DEFAULTS, 'age', { type: 'integer', default: 30 }),
    'elicitation-sep1034-number-default': field(DEFAULTS, 'score', { type: 'number', default: 95.5 }),
    'elicitation-sep1034-enum-default': field(DEFAULTS, 'status', {
      type: 'string',
      enum: ['active', 'inactive', 'pending'],
      default: 'active',
    }),
    'elicitation-sep1034-boolean-default': field(DEFAULTS, 'verified', { type: 'boolean', default: true }),
  },
  'elicitation-sep1330-enums': {
    'elicitation-sep1330-untitled-single': field(ENUMS, 'untitledSingle', { type: 'string', enum: options }),
    'elicitation-sep1330-titled-single': field(ENUMS, 'titledSingle', { type: 'string', oneOf: titled }),
    'elicitation-sep1330-legacy-enumnames': field(ENUMS, 'legacyEnum', {
      type: 'string',
      enum: ['opt1', 'opt2', 'opt3'],
      enumNames: ['Option 1', 'Option 2', 'Option 3'],
    }),
    'elicitation-sep1330-untitled-multi': field(ENUMS, 'untitledMulti', {
      type: 'array',
      items: { type: 'string', enum: options },
    }),
    'elicitation-sep1330-titled-multi': field(ENUMS, 'titledMulti', { type: 'array', items: { anyOf: titled } }),
  },
};
