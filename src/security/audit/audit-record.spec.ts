import { canonicalJson } from '../../mcp/common/canonical-json.js';
import { Principal } from '../../mcp/contract/index.js';
import type { AuditEvent } from '../../mcp/protocol/audit/audit-event.interface.js';
import { link, START } from './audit.chain.js';
import { recordOf } from './audit-record.js';

/** Every member that an event can have. */
const whole: AuditEvent = {
  event: 'call',
  time: new Date(0),
  durationMs: 1.23456,
  principal: new Principal({
    method: 'jwt',
    subject: 'ann',
    tenant: 't',
    clientId: 'c',
    issuer: 'https://issuer.example',
    keyId: 'k',
    scopes: ['a'],
  }),
  transport: 'http',
  era: 'modern',
  method: 'tools/call',
  capability: 'orders_find "\u2028"',
  arguments: 'sha256:00',
  outcome: 'error',
  reason: 'internal',
  detail: 'd',
  errorId: 'e',
  requestId: 7,
  sessionId: 's',
  taskId: 'i',
  traceId: 'r',
  remoteAddress: '::1',
  http: { status: 500, path: '/mcp', method: 'POST' },
};

it.each<[string, AuditEvent]>([
  ['every member', whole],
  [
    'few members',
    {
      event: 'edge',
      time: new Date(1),
      durationMs: 0,
      principal: Principal.anonymous(),
      transport: 'sse',
      outcome: 'ok',
    },
  ],
])('a record with %s is written in canonical JSON', (_what, event) => {
  const { line } = link(recordOf(event), START, undefined);
  const { hash: _hash, ...members } = JSON.parse(line) as Record<string, unknown>;
  expect(line.startsWith(canonicalJson(members).slice(0, -1))).toBe(true);
});
