import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { envelope, LineClient, META } from '../core/line.client.js';
import { isRequest, type Json, type Message } from '../core/message.js';
import type { Check, ScenarioTable } from '../core/scenario.types.js';
import { until } from '../core/until.js';
import type { ModernSession } from './modern.session.js';

const UNKNOWN_REVISION = 'v999.0.0';
/** How long the suite waits for what must not come. */
const SILENCE_MS = 500;

async function without(lines: LineClient, member: string | undefined): Promise<Message> {
  const params = member === undefined ? {} : { _meta: { ...envelope(), [member]: undefined } };
  return lines.exchange({ jsonrpc: '2.0', id: lines.nextId(), method: 'server/discover', params });
}

const missing =
  (member?: string): Check<ModernSession> =>
  async ({ lines }) => {
    assert.equal((await without(lines, member)).error?.code, -32602);
  };

const notFound =
  (method: string): Check<ModernSession> =>
  async ({ lines }) => {
    assert.equal((await lines.refusal(method)).code, -32601);
  };

async function assertUnsupported(lines: LineClient): Promise<void> {
  const _meta = { ...envelope(), [META.version]: UNKNOWN_REVISION };
  const { code, data } = await lines.refusal('server/discover', { _meta });
  assert.deepEqual({ code, data }, { code: -32022, data: { supported: ['2026-07-28'], requested: UNKNOWN_REVISION } });
}

/** Opens a subscription, calls a tool, and gives what came on the subscription until silence. */
async function listen(lines: LineClient, notifications: Json, trigger: string): Promise<Message[]> {
  const id = `listen-${lines.nextId()}`;
  const from = lines.traffic.received.length;
  const frames = (): Message[] =>
    lines.traffic.received.slice(from).filter(({ params }) => {
      const meta = params?.['_meta'] as Json | undefined;
      return meta?.[META.subscription] === id;
    });
  lines.post({ jsonrpc: '2.0', id, method: 'subscriptions/listen', params: { _meta: envelope(), notifications } });
  await until(() => frames()[0], 'the acknowledgement');
  await lines.call(trigger);
  await sleep(SILENCE_MS);
  const untagged = lines.traffic.received.slice(from).filter(({ method, params }) => {
    const meta = (params?.['_meta'] ?? {}) as Json;
    return method?.endsWith('list_changed') && meta[META.subscription] === undefined;
  });
  assert.deepEqual(untagged, [], 'A notice belongs to no subscription');
  lines.post({
    jsonrpc: '2.0',
    method: 'notifications/cancelled',
    params: { _meta: envelope(), requestId: id },
  });
  return frames();
}

const methodsOf = (frames: readonly Message[]): unknown[] => frames.map(({ method }) => method);

const ACKNOWLEDGED = 'notifications/subscriptions/acknowledged';
const TOOLS_CHANGED = 'notifications/tools/list_changed';
const PROMPTS_CHANGED = 'notifications/prompts/list_changed';

export const statelessScenarios: ScenarioTable<ModernSession> = {
  'server-stateless': {
    'sep-2575-request-meta-invalid-missing-meta': missing(),
    'sep-2575-request-meta-invalid-missing-protocol-version': missing(META.version),
    'sep-2575-request-meta-invalid-missing-client-capabilities': missing(META.capabilities),
    'sep-2575-request-meta-client-info-optional': async ({ lines }) => {
      assert.ok((await without(lines, META.clientInfo)).result);
    },
    'sep-2575-server-implements-discover': async ({ lines }) => {
      const { supportedVersions, capabilities } = await lines.result('server/discover');
      assert.deepEqual(supportedVersions, ['2026-07-28']);
      assert.deepEqual(capabilities, {
        tools: { listChanged: true },
        prompts: { listChanged: true },
        resources: { listChanged: true, subscribe: true },
        completions: {},
        logging: {},
        extensions: { 'io.modelcontextprotocol/tasks': {} },
      });
    },
    'sep-2575-server-identifies-in-result-meta': async ({ lines }) => {
      const { _meta } = await lines.result('server/discover');
      assert.deepEqual((_meta as Json)[META.serverInfo], { name: 'polyport-conformance', version: '1.0.0' });
    },
    'sep-2575-server-declares-prompts-in-discover': async ({ lines }) => {
      const { capabilities } = await lines.result('server/discover');
      await lines.result('prompts/list');
      assert.ok((capabilities as Json)['prompts']);
    },
    'sep-2575-discover-capabilities-match-handlers': async ({ lines }) => {
      const { capabilities } = await lines.result('server/discover');
      assert.ok((capabilities as Json)['tools']);
      assert.ok(Array.isArray((await lines.result('tools/list'))['tools']));
    },
    'sep-2575-server-unsupported-version-error': async () => {
      const lines = await LineClient.start({ opens: false });
      try {
        await assertUnsupported(lines);
      } finally {
        await lines.close();
      }
    },
    'unsupported-version-on-an-open-connection': async ({ lines }) => assertUnsupported(lines),
    'sep-2575-server-rejects-undeclared-capability': async ({ lines }) => {
      const { code, data } = await lines.refusal('tools/call', { name: 'test_missing_capability', arguments: {} }, {});
      assert.deepEqual({ code, data }, { code: -32021, data: { requiredCapabilities: { sampling: {} } } });
    },
    'sep-2575-http-server-method-not-found-404-initialize': notFound('initialize'),
    'sep-2575-http-server-method-not-found-404-ping': notFound('ping'),
    'sep-2575-http-server-method-not-found-404-logging-setlevel': notFound('logging/setLevel'),
    'sep-2575-http-server-method-not-found-404-resources-subscribe': notFound('resources/subscribe'),
    'sep-2575-http-server-method-not-found-404-resources-unsubscribe': notFound('resources/unsubscribe'),
    'sep-2575-http-server-method-not-found-404': notFound('unknown/method'),
    'sep-2575-http-server-no-independent-requests-on-stream': async ({ lines }) => {
      const from = lines.traffic.received.length;
      await lines.call('test_streaming_elicitation', {}, { elicitation: {} });
      assert.deepEqual(lines.traffic.received.slice(from).filter(isRequest), []);
    },
    'sep-2575-server-no-log-without-loglevel': async ({ lines }) => {
      const from = lines.traffic.received.length;
      await lines.call('test_logging_tool');
      await sleep(SILENCE_MS);
      assert.deepEqual(lines.traffic.notices('notifications/message', from), []);
    },
    'log-with-loglevel': async ({ lines }) => {
      const from = lines.traffic.received.length;
      await lines.call('test_logging_tool', { _meta: { ...envelope(), [META.logLevel]: 'info' } });
      assert.equal(lines.traffic.notices('notifications/message', from).length, 1);
    },
    'sep-2575-server-sends-subscription-ack': async ({ lines }) => {
      const [first] = await listen(lines, { toolsListChanged: true }, 'test_simple_text');
      assert.deepEqual([first?.method, first?.params?.['notifications']], [ACKNOWLEDGED, { toolsListChanged: true }]);
    },
    'sep-2575-server-tags-subscription-id': async ({ lines }) => {
      // `listen` finds the frames by their tag, and refuses notices without one.
      assert.equal((await listen(lines, { toolsListChanged: true }, 'test_trigger_tool_change')).length, 2);
    },
    'sep-2575-server-honors-notification-filter': async ({ lines }) => {
      const frames = await listen(lines, { promptsListChanged: true }, 'test_trigger_tool_change');
      assert.deepEqual(methodsOf(frames), [ACKNOWLEDGED]);
    },
    'sep-2575-server-sends-prompts-list-changed-on-subscription': async ({ lines }) => {
      const frames = await listen(lines, { promptsListChanged: true }, 'test_trigger_prompt_change');
      assert.deepEqual(methodsOf(frames), [ACKNOWLEDGED, PROMPTS_CHANGED]);
    },
    'sep-2575-server-sends-tools-list-changed-on-subscription': async ({ lines }) => {
      const frames = await listen(lines, { toolsListChanged: true }, 'test_trigger_tool_change');
      assert.deepEqual(methodsOf(frames), [ACKNOWLEDGED, TOOLS_CHANGED]);
    },
    'official-client-subscribes': async ({ client, traffic }) => {
      const from = traffic.received.length;
      const subscription = await client.listen({ toolsListChanged: true });
      await client.callTool({ name: 'test_trigger_tool_change' });
      await until(() => traffic.notices(TOOLS_CHANGED, from)[0], 'the notice');
      await subscription.close();
    },
    'sep-2575-http-server-error-jsonrpc-id': async ({ lines }) => {
      for (const id of [lines.nextId(), 'a string']) {
        const answer = await lines.exchange({
          jsonrpc: '2.0',
          id,
          method: 'unknown/method',
          params: { _meta: envelope() },
        });
        assert.deepEqual([answer.id, answer.error?.code], [id, -32601]);
      }
    },
  },
};
