import { setTimeout as sleep } from 'node:timers/promises';
import { checkMessage, messagesIn } from '../lib/answer.checker.mjs';
import { needConnections } from '../lib/descriptors.mjs';
import { HEADERS } from '../lib/key.mjs';
import { shareOut } from '../lib/load/exchange.connection.mjs';
import { SseSession } from '../lib/load/sse.session.mjs';
import { probed, settledMemory } from '../lib/memory.probe.mjs';
import { guarded } from '../lib/product.settings.mjs';
import { FIRST_ID, httpRequestOf, initialize } from '../lib/requests.mjs';
import { median } from '../lib/stats.mjs';

/** Sessions are looked for that are over their time, now and then. */
const PATIENCE_MS = 30_000;
const CONNECTIONS = 32;

/** Waits until all are gone, as far as a client can see it. */
async function untilFreed(count) {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const left = await count();
    if (left === 0) return;
    if (performance.now() > end) throw new Error(`${left} sessions were not freed`);
    await sleep(500);
  }
}

/** Sessions of Streamable HTTP: begun, and never heard of again. */
async function abandonHttp(port, size, ttlMs) {
  const begin = httpRequestOf(initialize, { port, headers: HEADERS })(FIRST_ID);
  const ids = [];
  await shareOut(port, Array(size).fill(begin), CONNECTIONS, async (connection, bytes) => {
    const { text, body } = await connection.ask(bytes);
    checkMessage(messagesIn(body)[0], FIRST_ID, initialize);
    ids.push(/\r\nmcp-session-id: *([^\r]+)/i.exec(text)[1]);
  });
  await sleep(ttlMs);
  await untilFreed(async () => {
    let left = 0;
    // Each of them is asked for once: a request to one that lives would let it live on.
    const ping = { method: 'ping', params: {} };
    const asked = ids.splice(0);
    await shareOut(port, asked, CONNECTIONS, async (connection, id) => {
      const headers = { ...HEADERS, 'Mcp-Session-Id': id };
      const { status } = await connection.ask(httpRequestOf(ping, { port, headers })(FIRST_ID));
      if (status === 404) return;
      left += 1;
      ids.push(id);
    });
    if (left > 0) await sleep(ttlMs);
    return left;
  });
}

/** Streams that nobody speaks on any more, until the server ends them. */
async function abandonSse(port, size) {
  let left = size;
  const session = () => new SseSession({ port, path: '/sse', headers: HEADERS }, () => (left -= 1));
  for (let opened = 0; opened < size; opened += CONNECTIONS) {
    const some = Array.from({ length: Math.min(CONNECTIONS, size - opened) }, session);
    await Promise.all(some.map(async (one) => (await (await one.connect()).begin()).rest()));
  }
  await untilFreed(async () => left);
}

async function run({ env, abandon }, { soak: { sessions, waves, ttlSeconds }, memorySamples }) {
  const size = sessions / waves;
  needConnections(size + CONNECTIONS);
  const room = String(size + 1);
  const limits = {
    ...{ SESSION_TTL_SECONDS: String(ttlSeconds), MAX_SESSIONS: room, MAX_SESSIONS_PER_PRINCIPAL: room },
    MAX_CONNECTIONS: String(2 * size + CONNECTIONS),
  };
  const server = await probed({ script: 'polyport', env: guarded({ ...env, ...limits }) });
  const resident = [];
  try {
    for (let wave = 0; wave < waves; wave += 1) {
      await abandon(server.port, size, ttlSeconds * 1000);
      resident.push((await settledMemory(server, memorySamples)).rss);
    }
  } finally {
    await server.stop();
  }
  // The first wave warms up; the plateau is what the first half of the others leaves behind.
  const plateau = median(resident.slice(1, 1 + Math.ceil((waves - 1) / 2)));
  return { plateau, final: resident.at(-1), resident };
}

const CANDIDATES = [
  {
    ...{ id: 'http', label: 'sessions of Streamable HTTP', kind: 'product' },
    ...{ env: { TRANSPORT: 'http', HTTP_SESSIONS: 'on' }, abandon: abandonHttp },
  },
  { id: 'sse', label: 'sessions of HTTP+SSE', kind: 'product', env: { TRANSPORT: 'sse' }, abandon: abandonSse },
];

/** Many sessions that nobody ends, wave after wave: all have to go, and their memory with them. */
export async function soak(profile) {
  const results = [];
  for (const { id, label, kind, ...candidate } of CANDIDATES) {
    const outcome = await run(candidate, profile).catch((error) => ({ failure: error.message }));
    results.push({ id, label, kind, ...outcome });
  }
  return results;
}
