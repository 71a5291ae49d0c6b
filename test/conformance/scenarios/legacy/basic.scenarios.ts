import assert from 'node:assert/strict';
import type { Json } from '../core/message.js';
import type { ScenarioTable } from '../core/scenario.types.js';
import type { LegacySession } from './legacy.session.js';

const WATCHED = { uri: 'test://watched-resource' };
const PARALLEL = 3;

export const basicScenarios: ScenarioTable<LegacySession> = {
  'server-initialize': {
    'server-initialize': async ({ client, traffic }) => {
      const [initialize] = traffic.received;
      assert.equal(initialize?.result?.['protocolVersion'], '2025-11-25');
      assert.deepEqual(client.getServerVersion(), { name: 'polyport-conformance', version: '1.0.0' });
      assert.deepEqual(client.getServerCapabilities(), {
        tools: { listChanged: true },
        resources: { listChanged: true, subscribe: true },
        prompts: { listChanged: true },
        logging: {},
        completions: {},
      });
    },
  },
  'logging-set-level': {
    'logging-set-level': async (session) => {
      assert.deepEqual(await session.request('logging/setLevel', { level: 'info' }), {});
    },
  },
  ping: {
    ping: async (session) => {
      assert.deepEqual(await session.request('ping'), {});
    },
  },
  'resources-subscribe': {
    'resources-subscribe': async (session) => {
      assert.deepEqual(await session.request('resources/subscribe', WATCHED), {});
    },
  },
  'resources-unsubscribe': {
    'resources-unsubscribe': async (session) => {
      await session.request('resources/subscribe', WATCHED);
      assert.deepEqual(await session.request('resources/unsubscribe', WATCHED), {});
    },
  },
  'server-sse-multiple-streams': {
    'requests-at-once-on-one-connection': async (session) => {
      const lists = await Promise.all(Array.from({ length: PARALLEL }, () => session.request('tools/list')));
      for (const { tools } of lists as (Json & { tools?: unknown })[]) assert.ok(Array.isArray(tools));
    },
  },
};
