import { setTimeout as sleep } from 'node:timers/promises';
import { HEADERS } from '../lib/key.mjs';
import { SseSession } from '../lib/load/sse.session.mjs';
import { probed, settledMemory } from '../lib/memory.probe.mjs';
import { guarded } from '../lib/product.settings.mjs';
import { needConnections } from '../lib/descriptors.mjs';
import { echo, FIRST_ID } from '../lib/requests.mjs';

const AT_ONCE = 50;
const WARM_UP = 300;
const SAMPLE = 20;

/** Sessions that have shaken hands, and then only listen. */
async function open(server, size) {
  const sessions = [];
  while (sessions.length < size) {
    const some = Array.from({ length: Math.min(AT_ONCE, size - sessions.length) }, () => new SseSession(server));
    sessions.push(...some);
    await Promise.all(some.map(async (session) => (await (await session.connect()).begin()).rest()));
  }
  return sessions;
}

/** Calls on some of the sessions, so that what was measured is known to work. */
async function callSome(sessions) {
  const step = Math.ceil(sessions.length / SAMPLE);
  for (const session of sessions.filter((_, index) => index % step === 0)) {
    await session.wake();
    await new Promise((done, failed) => session.call(session.requestOf(echo), echo, FIRST_ID, done, failed));
  }
}

async function measureOne({ command, keepAliveSeconds }, size, samples) {
  needConnections(size + WARM_UP);
  const server = await probed(command);
  const place = { port: server.port, path: '/sse', headers: HEADERS };
  let sessions = [];
  try {
    for (const session of await open(place, WARM_UP)) session.close();
    const before = await settledMemory(server, samples);
    sessions = await open(place, size);
    if (keepAliveSeconds !== undefined) await sleep((2 * keepAliveSeconds + 1) * 1000);
    const after = await settledMemory(server, samples);
    const silent = sessions.filter(({ comments }) => comments === 0).length;
    if (keepAliveSeconds !== undefined && silent > 0) throw new Error(`${silent} sessions were not kept alive`);
    await callSome(sessions);
    return { bytesEach: (after.rss - before.rss) / size, heapEach: (after.heapUsed - before.heapUsed) / size };
  } finally {
    for (const session of sessions) session.close();
    await server.stop();
  }
}

/** Resident bytes of a session, of as many as are open at once. */
export async function measureIdle({ idleSessions: size, keepAliveSeconds, memorySamples }) {
  const room = String(size + WARM_UP);
  const env = guarded({
    ...{ TRANSPORT: 'sse', KEEPALIVE_SECONDS: String(keepAliveSeconds) },
    ...{ MAX_SESSIONS: room, MAX_SESSIONS_PER_PRINCIPAL: room, MAX_CONNECTIONS: String(2 * size) },
  });
  const candidates = [
    { id: 'bare', label: 'Express, v1 transport, v2 server', kind: 'rival', command: { script: 'bare-sse' } },
    { id: 'polyport', label: 'Polyport', kind: 'product', command: { script: 'polyport', env }, keepAliveSeconds },
  ];
  const results = [];
  for (const { command, keepAliveSeconds: pause, ...rest } of candidates) {
    const outcome = await measureOne({ command, keepAliveSeconds: pause }, size, memorySamples).catch((error) => ({
      failure: error.message,
    }));
    results.push({ ...rest, ...outcome });
  }
  return results;
}
