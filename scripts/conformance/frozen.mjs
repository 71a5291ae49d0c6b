const CONTENT = [
  'completion-complete',
  'tools-list',
  'tools-call-simple-text',
  'tools-call-image',
  'tools-call-audio',
  'tools-call-embedded-resource',
  'tools-call-mixed-content',
  'tools-call-error',
  'tools-call-with-progress',
  'server-sse-multiple-streams',
  'resources-list',
  'resources-read-text',
  'resources-read-binary',
  'resources-templates-read',
  'prompts-list',
  'prompts-get-simple',
  'prompts-get-with-args',
  'prompts-get-embedded-resource',
  'prompts-get-with-image',
  'dns-rebinding-protection',
];

/**
 * The server scenarios of `@modelcontextprotocol/conformance` 0.2.0-alpha.12: what the suite runs is held against these
 * lists, so that a scenario cannot disappear unnoticed.
 */
export const FROZEN = [
  {
    revision: '2025-11-25',
    required: [
      ...CONTENT,
      'server-initialize',
      'logging-set-level',
      'ping',
      'tools-call-with-logging',
      'tools-call-sampling',
      'tools-call-elicitation',
      'elicitation-sep1034-defaults',
      'elicitation-sep1330-enums',
      'resources-subscribe',
      'resources-unsubscribe',
    ],
    unscored: ['server-session-lifecycle', 'json-schema-2020-12', 'server-sse-polling'],
  },
  {
    revision: '2026-07-28',
    required: [
      ...CONTENT,
      'server-stateless',
      'sep-2164-resource-not-found',
      'caching',
      'input-required-result-basic-elicitation',
      'input-required-result-basic-sampling',
      'input-required-result-basic-list-roots',
      'input-required-result-request-state',
      'input-required-result-multiple-input-requests',
      'input-required-result-multi-round',
      'input-required-result-missing-input-response',
      'input-required-result-non-tool-request',
      'input-required-result-result-type',
      'input-required-result-unsupported-methods',
      'input-required-result-tampered-state',
      'input-required-result-capability-check',
      'input-required-result-ignore-extra-params',
      'input-required-result-validate-input',
    ],
    unscored: [
      'tasks-lifecycle',
      'tasks-capability-negotiation',
      'tasks-wire-fields',
      'tasks-request-state-removal',
      'tasks-mrtr-input',
      'tasks-request-headers',
      'tasks-dispatch-and-envelope',
      'tasks-status-notifications',
      'tasks-required-task-error',
      'tasks-mrtr-composition',
      'json-schema-2020-12',
      'http-header-validation',
      'http-custom-header-server-validation',
    ],
  },
];

const NO_SESSION = 'needs a session, which no function has';
const NO_QUESTIONS = 'a question of 2025-11-25 is pushed over a session, which no function has';
const NO_TASKS = 'a task runs on after the answer, and a function ends with it';

/** What a function does not have of a revision, and why: these scenarios are run and must not come out clean. */
export const ABSENT_IN_FUNCTION = {
  '2025-11-25': {
    'tools-call-sampling': NO_QUESTIONS,
    'tools-call-elicitation': NO_QUESTIONS,
    'elicitation-sep1034-defaults': NO_QUESTIONS,
    'elicitation-sep1330-enums': NO_QUESTIONS,
    'resources-subscribe': NO_SESSION,
    'resources-unsubscribe': NO_SESSION,
    'server-sse-multiple-streams': 'warns that there is no session',
    'server-session-lifecycle': NO_SESSION,
    'server-sse-polling': NO_SESSION,
  },
  '2026-07-28': {
    'tasks-lifecycle': NO_TASKS,
    'tasks-capability-negotiation': NO_TASKS,
    'tasks-wire-fields': NO_TASKS,
    'tasks-request-state-removal': NO_TASKS,
    'tasks-mrtr-input': NO_TASKS,
    'tasks-request-headers': NO_TASKS,
    'tasks-dispatch-and-envelope': NO_TASKS,
    'tasks-required-task-error': NO_TASKS,
    'tasks-mrtr-composition': NO_TASKS,
  },
};

/** Scenarios that the suite does not run yet: it reports them as skipped without asking the server anything. */
export const HARD_WIRED = {
  'tasks-status-notifications': 'hard-wired to "skipped" in the suite, which asks the server nothing',
};
