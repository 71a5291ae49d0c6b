import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { answersTo } from '../core/answers.js';
import { META } from '../core/line.client.js';
import type { Json } from '../core/message.js';
import type { Check, ScenarioTable } from '../core/scenario.types.js';
import { until } from '../core/until.js';
import type { ModernSession } from './modern.session.js';
import {
  EXTENSION,
  TASKS,
  ASKING,
  REFUSED,
  TERMINAL,
  UNKNOWN,
  KEPT_MS,
  type Requests,
  create,
  get,
  settled,
  update,
  assertAcknowledged,
  assertAbsent,
  pending,
  slow,
} from './task.requests.js';

const notFound =
  (method: string): Check<ModernSession> =>
  async ({ lines }) => {
    assert.equal((await lines.refusal(method, { taskId: UNKNOWN }, TASKS)).code, -32601);
  };

const isSynchronous =
  (name: string, args: Json, extra: Json = {}): Check<ModernSession> =>
  async ({ lines }) => {
    const result = await lines.call(name, { arguments: args, ...extra }, TASKS);
    assert.equal(result['resultType'], 'complete');
    assertAbsent(result, 'taskId', 'status');
  };

const greet = { name: 'World' };

export const taskScenarios: ScenarioTable<ModernSession> = {
  'tasks-lifecycle': {
    'tasks-sync-tool-call': isSynchronous('greet', greet),
    'sep-2663-result-type-task-on-create': async ({ lines }) => {
      const result = await lines.call('slow_compute', { arguments: { seconds: 1 } }, TASKS);
      assert.deepEqual([result['resultType'], result['status']], ['task', 'working']);
      assertAbsent(result, 'task', 'result', 'error', 'inputRequests', 'requestState', 'content');
    },
    'sep-2663-tasks-get-status-working': async ({ lines }) => {
      assert.equal((await get(lines, await slow(lines, 1)))['status'], 'working');
    },
    'sep-2663-tasks-get-status-completed': async ({ lines }) => {
      const task = await settled(lines, await slow(lines, 1), ...TERMINAL);
      assert.equal(task['status'], 'completed');
      assert.match(JSON.stringify((task['result'] as Json)['content']), /Computed conformance/);
      assertAbsent(task, 'error', 'inputRequests');
    },
    'sep-2663-tool-error-uses-completed-status': async ({ lines }) => {
      const task = await settled(lines, await create(lines, 'failing_job'), ...TERMINAL);
      assert.deepEqual([task['status'], (task['result'] as Json)['isError']], ['completed', true]);
    },
    'sep-2663-tasks-get-status-failed': async ({ lines }) => {
      const task = await settled(lines, await create(lines, 'protocol_error_job'), ...TERMINAL);
      const { code, message } = task['error'] as Json;
      assert.deepEqual([task['status'], typeof code, typeof message], ['failed', 'number', 'string']);
      assertAbsent(task, 'result');
    },
    'sep-2663-cancel-ack-empty-result': async ({ lines }) => {
      const taskId = await slow(lines, 60);
      assertAcknowledged(await lines.result('tasks/cancel', { taskId }, TASKS));
      assert.equal((await settled(lines, taskId, ...TERMINAL))['status'], 'cancelled');
    },
    'tasks-cancel-terminal-idempotent-ack': async ({ lines }) => {
      const taskId = await slow(lines, 0);
      const before = await settled(lines, taskId, ...TERMINAL);
      assertAcknowledged(await lines.result('tasks/cancel', { taskId }, TASKS));
      assert.equal((await get(lines, taskId))['status'], before['status']);
    },
  },
  'tasks-capability-negotiation': {
    'tasks-extension-advertised': async ({ lines }) => {
      const capabilities = (await lines.result('server/discover'))['capabilities'] as Json;
      assert.deepEqual((capabilities['extensions'] as Json)[EXTENSION], {});
      assertAbsent(capabilities, 'tasks');
    },
    'sep-2663-tasks-methods-non-declaring': async ({ lines }) => {
      for (const method of ['tasks/get', 'tasks/update', 'tasks/cancel']) {
        const { code, data } = await lines.refusal(method, { taskId: UNKNOWN, inputResponses: {} }, {});
        assert.deepEqual({ code, data }, REFUSED, method);
      }
    },
    'sep-2663-server-rejects-undeclared-client': async ({ lines }) => {
      const result = await lines.call('slow_compute', { arguments: { seconds: 0, label: 'sync' } }, {});
      assert.deepEqual([result['resultType'], result['taskId']], ['complete', undefined]);
      assert.match(JSON.stringify(result['content']), /Computed sync/);
    },
    'tasks-per-request-meta-opt-in': async ({ lines }) => {
      await slow(lines, 1);
    },
  },
  'tasks-wire-fields': {
    'tasks-wire-field-renames': async ({ lines }) => {
      const created = await lines.call('slow_compute', { arguments: { seconds: 1 } }, TASKS);
      for (const task of [created, await get(lines, String(created['taskId']))]) {
        assertAbsent(task, 'ttl', 'pollInterval', 'task');
        const { ttlMs, pollIntervalMs, createdAt, lastUpdatedAt } = task;
        assert.ok(ttlMs === null || (Number.isInteger(ttlMs) && Number(ttlMs) > 0), `ttlMs is ${String(ttlMs)}`);
        assert.ok(pollIntervalMs === undefined || (Number.isInteger(pollIntervalMs) && Number(pollIntervalMs) > 0));
        for (const time of [createdAt, lastUpdatedAt]) assert.ok(!Number.isNaN(Date.parse(String(time))), 'No time');
      }
    },
    'tasks-no-early-ttl-expiry': async ({ lines }) => {
      const taskId = await slow(lines, 1);
      await settled(lines, taskId, 'completed');
      await sleep(KEPT_MS);
      assert.equal((await get(lines, taskId))['status'], 'completed');
    },
    'tasks-no-related-task-meta-on-inlined-result': async ({ lines }) => {
      const { result } = await settled(lines, await slow(lines, 1), 'completed');
      const { content, _meta } = result as { content: unknown[]; _meta?: Json };
      assert.ok(content.length > 0, 'The result is empty');
      assertAbsent(_meta ?? {}, 'io.modelcontextprotocol/related-task');
    },
  },
  'tasks-request-state-removal': {
    'tasks-create-result-no-request-state': async ({ lines }) => {
      assertAbsent(await lines.call('slow_compute', { arguments: { seconds: 1 } }, TASKS), 'requestState');
    },
    'tasks-get-detailed-no-request-state': async ({ lines }) => {
      assertAbsent(await get(lines, await slow(lines, 1)), 'requestState');
    },
  },
  'tasks-mrtr-input': {
    'sep-2663-tasks-get-status-input-required': async ({ lines }) => {
      const requests = await pending(lines, await create(lines, 'confirm_delete', { filename: 'a.txt' }, ASKING));
      assert.deepEqual(
        Object.values(requests).map(({ method }) => method),
        ['elicitation/create'],
      );
    },
    'tasks-mrtr-tasks-update-resumes': async ({ lines }) => {
      const taskId = await create(lines, 'confirm_delete', { filename: 'a.txt' }, ASKING);
      const requests = await pending(lines, taskId);
      assertAcknowledged(await update(lines, taskId, answersTo(requests)));
      const { result } = await settled(lines, taskId, 'completed');
      assert.match(JSON.stringify(result), /Deleted a\.txt/);
    },
    'tasks-mrtr-partial-fulfillment': async ({ lines }) => {
      const taskId = await create(lines, 'multi_input', {}, ASKING);
      const requests = await pending(lines, taskId);
      const [first = '', second = '', ...more] = Object.keys(requests);
      assert.ok(first && second && more.length === 0, 'Not exactly two questions');
      const answers = answersTo(requests);
      assertAcknowledged(await update(lines, taskId, { 'unknown-key': { ignored: true } }));
      assertAcknowledged(await update(lines, taskId, { [first]: answers[first] }));
      const task = await get(lines, taskId);
      assert.deepEqual([task['status'], Object.keys(task['inputRequests'] as Json)], ['input_required', [second]]);
      assertAcknowledged(await update(lines, taskId, { [second]: answers[second] }));
      await settled(lines, taskId, 'completed');
    },
  },
  'tasks-dispatch-and-envelope': {
    'sep-2663-tasks-result-removed-method-not-found': notFound('tasks/result'),
    'tasks-removed-tasks-list': notFound('tasks/list'),
    'tasks-server-directed-creation-no-hint': async ({ lines }) => {
      await slow(lines, 1);
    },
    'sep-2663-legacy-task-param-ignored': isSynchronous('greet', greet, { task: { ttl: 60_000, pollInterval: 100 } }),
    'tasks-immediate-result-shortcut': isSynchronous('greet', greet),
    'tasks-result-type-complete-on-non-task-responses': async ({ lines }) => {
      for (const method of ['tools/list', 'server/discover']) {
        assert.equal((await lines.result(method, {}, TASKS))['resultType'], 'complete');
      }
      assert.equal((await get(lines, await slow(lines, 1)))['resultType'], 'complete');
    },
    'sep-2663-durable-create-strong-consistency': async ({ lines }) => {
      const taskId = await slow(lines, 1);
      assert.equal((await get(lines, taskId))['taskId'], taskId);
    },
    'sep-2663-tasks-get-invalid-task-id-32602': async ({ lines }) => {
      for (const method of ['tasks/get', 'tasks/cancel']) {
        assert.equal((await lines.refusal(method, { taskId: UNKNOWN }, TASKS)).code, -32602, method);
      }
    },
  },
  'tasks-status-notifications': {
    'status-notices-on-a-subscription': async ({ lines }) => {
      const taskId = await create(lines, 'confirm_delete', { filename: 'a.txt' }, ASKING);
      const requests = await pending(lines, taskId);
      const from = lines.traffic.received.length;
      const _meta = { [META.version]: '2026-07-28', [META.capabilities]: TASKS };
      const params = { _meta, notifications: { taskIds: [taskId] } };
      lines.post({ jsonrpc: '2.0', id: 'task-notices', method: 'subscriptions/listen', params });
      const acknowledged = await until(
        () => lines.traffic.notices('notifications/subscriptions/acknowledged', from)[0],
        'the acknowledgement',
      );
      assert.deepEqual(acknowledged.params?.['notifications'], { taskIds: [taskId] });
      await update(lines, taskId, answersTo(requests));
      const notice = await until(
        () =>
          lines.traffic.notices('notifications/tasks', from).find(({ params }) => params?.['status'] === 'completed'),
        'the notice of the end',
      );
      assert.equal(notice.params?.['taskId'], taskId);
      assert.equal((notice.params?.['_meta'] as Json)[META.subscription], 'task-notices');
      assert.match(JSON.stringify(notice.params?.['result']), /Deleted a\.txt/);
    },
  },
  'tasks-required-task-error': {
    'sep-2663-server-returns-missing-capability-when-required': async ({ lines }) => {
      assert.equal((await lines.refusal('tools/call', { name: 'failing_job', arguments: {} }, {})).code, -32021);
    },
    'sep-2663-server-returns-missing-capability-data-shape': async ({ lines }) => {
      const { code, data } = await lines.refusal('tools/call', { name: 'failing_job', arguments: {} }, {});
      assert.deepEqual({ code, data }, REFUSED);
    },
  },
  'tasks-mrtr-composition': {
    'sep-2663-mrtr-synchronous-before-task-creation': async ({ lines }) => {
      const round = await lines.call('test_tool_with_task', {}, ASKING);
      assert.equal(round['resultType'], 'input_required');
      assertAbsent(round, 'taskId');
      const { inputRequests, requestState } = round as { inputRequests: Requests; requestState?: string };
      const retry = { inputResponses: answersTo(inputRequests), ...(requestState !== undefined && { requestState }) };
      const created = await lines.call('test_tool_with_task', retry, ASKING);
      assert.equal(created['resultType'], 'task');
      assertAbsent(created, 'requestState', 'inputRequests');
      const { result } = await settled(lines, String(created['taskId']), 'completed');
      assert.match(JSON.stringify(result), /Alice/);
    },
  },
};
