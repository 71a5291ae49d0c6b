import { beginSessions } from '../lib/load/http.sessions.mjs';
import { guarded } from '../lib/product.settings.mjs';
import { interleave } from '../lib/rounds.mjs';
import { tabulate, target } from '../lib/table.mjs';
import { candidate, product } from './http.candidates.mjs';

const SESSIONS = 32;
const LEAST = 1.2;

/** One session for each connection. */
async function prepare(_server, options) {
  const headers = await beginSessions(SESSIONS, options);
  return { connections: SESSIONS, headersOf: (index) => headers[index] };
}

/** HTTP with sessions, which only clients of the 2025 revisions have. */
export async function sessions(profile) {
  const common = { against: 'sdk-v2', prepare };
  const candidates = [
    candidate({
      ...{ ...common, id: 'sdk-v2', label: 'SDK v2, bare, a transport for each session', kind: 'rival' },
      command: { script: 'sdk-v2-sessions' },
    }),
    candidate({
      ...{ ...common, id: 'polyport', label: 'Polyport, everything on', kind: 'product' },
      command: product(10, guarded({ HTTP_SESSIONS: 'on' })),
    }),
  ];
  const head = { id: 'calls', title: `HTTP with ${SESSIONS} sessions, tools/call`, unit: 'calls/s' };
  const table = tabulate(head, candidates, await interleave(candidates, profile));
  const goal = target('HTTP with sessions: of SDK v2 with sessions', table, 'polyport', 'sdk-v2', 'at least', LEAST);
  return { tables: [table], targets: [goal] };
}
