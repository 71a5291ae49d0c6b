import type { Difference } from './core/scenario.types.js';

const ONE_STREAM =
  'Several POST streams are a matter of Streamable HTTP; here requests are made at once on the one stream.';
const RESUMING = 'Resuming with Last-Event-ID belongs to Streamable HTTP; here a lost stream ends the session.';

const STREAMS: Difference = {
  scenario: 'server-sse-multiple-streams',
  checks: ['server-accepts-multiple-post-streams', 'server-sse-streams-functional'],
  reason: ONE_STREAM,
};

/** What 2025-11-25 does not have on stdio. */
export const legacyStdioDifferences: readonly Difference[] = [
  {
    scenario: 'server-initialize',
    checks: ['server-session-id-visible-ascii'],
    reason: 'A process serves one client: there are no session ids.',
  },
  STREAMS,
  { scenario: 'dns-rebinding-protection', reason: 'Pipes have no Host and no Origin.' },
  { scenario: 'server-session-lifecycle', reason: 'A session is the process: it ends when its input closes.' },
  {
    scenario: 'server-sse-polling',
    reason: 'Resuming with Last-Event-ID belongs to Streamable HTTP; a pipe is not lost.',
  },
];

/** What 2025-11-25 does not have on HTTP+SSE. */
export const sseDifferences: readonly Difference[] = [
  STREAMS,
  {
    scenario: 'server-session-lifecycle',
    checks: ['server-session-delete-accepted'],
    reason: 'HTTP+SSE has no DELETE: a session ends with its stream, and its address answers 404 from then on.',
  },
  { scenario: 'server-sse-polling', reason: RESUMING },
];

const STATUS = 'Stdio has no HTTP status; the code of the error is checked by the check beside it.';
const HEADERS = 'Stdio has no headers: what they repeat is in the message alone.';

/** What 2026-07-28 does not have on stdio. */
export const modernStdioDifferences: readonly Difference[] = [
  {
    scenario: 'server-stateless',
    checks: [
      'sep-2575-http-server-meta-invalid-400',
      'sep-2575-http-server-unsupported-version-400',
      'sep-2575-missing-capability-http-400',
    ],
    reason: STATUS,
  },
  { scenario: 'server-stateless', checks: ['sep-2575-http-server-header-mismatch-400'], reason: HEADERS },
  STREAMS,
  { scenario: 'dns-rebinding-protection', reason: 'Pipes have no Host and no Origin.' },
  { scenario: 'tasks-request-headers', reason: HEADERS },
  { scenario: 'http-header-validation', reason: HEADERS },
  { scenario: 'http-custom-header-server-validation', reason: HEADERS },
  {
    scenario: 'tasks-status-notifications',
    checks: ['tasks-status-notifications'],
    reason: 'Hard-wired to "skipped" in the suite; a check of our own takes its place.',
  },
];
