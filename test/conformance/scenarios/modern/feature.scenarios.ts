import assert from 'node:assert/strict';
import { envelope } from '../core/line.client.js';
import type { Json } from '../core/message.js';
import type { Check, ScenarioTable } from '../core/scenario.types.js';
import type { ModernSession } from './modern.session.js';

const ABSENT = 'test://nonexistent-resource-for-conformance-testing';
const PARALLEL = 3;

const hinted =
  (method: string, params?: Json): Check<ModernSession> =>
  async ({ lines }) => {
    const { ttlMs, cacheScope } = await lines.result(method, params);
    assert.ok(ttlMs !== undefined && cacheScope !== undefined, `${method} has no caching hints`);
  };

const HINTED: readonly (readonly [string, Json?])[] = [
  ['tools/list'],
  ['prompts/list'],
  ['resources/list'],
  ['resources/templates/list'],
  ['resources/read', { uri: 'test://static-text' }],
];

async function everyHint({ lines }: ModernSession, member: 'ttlMs' | 'cacheScope'): Promise<unknown[]> {
  return Promise.all(HINTED.map(async ([method, params]) => (await lines.result(method, params))[member]));
}

export const featureScenarios: ScenarioTable<ModernSession> = {
  'tools-list': {
    'tools-list-deterministic-order': async ({ peer }) => {
      const names = async (): Promise<string[]> => (await peer.listTools()).tools.map(({ name }) => name);
      const first = await names();
      assert.deepEqual([await names(), await names()], [first, first]);
    },
  },
  'tools-call-with-progress': {
    'tools-call-with-progress': async ({ lines }) => {
      const from = lines.traffic.received.length;
      await lines.call('test_tool_with_progress', { _meta: { ...envelope(), progressToken: 'progress-1' } });
      assert.deepEqual(
        lines.traffic.received.slice(from).map(({ params }) => [params?.['progressToken'], params?.['progress']]),
        // The answer comes last.
        [...[0, 50, 100].map((progress) => ['progress-1', progress]), [undefined, undefined]],
      );
    },
    'official-client-hears-progress': async ({ client }) => {
      const heard: number[] = [];
      await client.callTool(
        { name: 'test_tool_with_progress' },
        { onprogress: ({ progress }) => heard.push(progress) },
      );
      assert.deepEqual(heard, [0, 50, 100]);
    },
    'no-progress-without-token': async ({ lines }) => {
      const from = lines.traffic.received.length;
      await lines.call('test_tool_with_progress');
      assert.deepEqual(lines.traffic.notices('notifications/progress', from), []);
    },
  },
  'server-sse-multiple-streams': {
    'requests-at-once-on-one-connection': async ({ lines }) => {
      const lists = await Promise.all(Array.from({ length: PARALLEL }, () => lines.result('tools/list')));
      for (const { tools } of lists) assert.ok(Array.isArray(tools));
    },
  },
  'sep-2164-resource-not-found': {
    'sep-2164-no-empty-contents': async ({ lines }) => {
      assert.equal((await lines.request('resources/read', { uri: ABSENT })).result, undefined);
    },
    'sep-2164-error-code': async ({ lines }) => {
      assert.equal((await lines.refusal('resources/read', { uri: ABSENT })).code, -32602);
    },
    'sep-2164-data-uri': async ({ lines }) => {
      assert.equal((await lines.refusal('resources/read', { uri: ABSENT })).data?.['uri'], ABSENT);
    },
  },
  caching: {
    'sep-2549-tools-list-caching-hints': hinted('tools/list'),
    'sep-2549-prompts-list-caching-hints': hinted('prompts/list'),
    'sep-2549-resources-list-caching-hints': hinted('resources/list'),
    'sep-2549-resources-templates-list-caching-hints': hinted('resources/templates/list'),
    'sep-2549-resources-read-caching-hints': hinted('resources/read', { uri: 'test://static-text' }),
    'sep-2549-ttl-non-negative': async (session) => {
      for (const ttlMs of await everyHint(session, 'ttlMs')) assert.ok(Number.isInteger(ttlMs) && Number(ttlMs) >= 0);
    },
    'sep-2549-cache-scope-valid': async (session) => {
      for (const scope of await everyHint(session, 'cacheScope'))
        assert.ok(['public', 'private'].includes(String(scope)));
    },
  },
};
