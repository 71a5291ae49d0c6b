/** A transport, its settings and the revision that the client speaks: every way in which the server can be reached. */
export interface Combination {
  readonly name: string;
  readonly transport: 'stdio' | 'sse' | 'http';
  readonly revision: '2025-11-25' | '2026-07-28';
  readonly era: 'legacy' | 'modern';
  /** The platform that carries the requests, where no port does. */
  readonly runtime?: 'lambda';
  /** Settings that belong to the combination, by the name of their variable. */
  readonly env: Readonly<Record<string, string>>;
  /** The client can be asked while a call runs: elicitation, sampling, roots. */
  readonly asks: boolean;
  /** The client hears of changes: lists and single resources. */
  readonly announces: boolean;
  /** A client can change the log level of its connection. Where it cannot, a call says which level it wants, if any. */
  readonly keepsLogLevel: boolean;
  /** A call stops when its client cancels it. */
  readonly cancels: boolean;
  /** Calls belong to a session with an id. */
  readonly sessions: boolean;
}

const LEGACY = { revision: '2025-11-25', era: 'legacy' } as const;
const MODERN = { revision: '2026-07-28', era: 'modern' } as const;
const LIVE = { asks: true, announces: true, keepsLogLevel: true, cancels: true } as const;
const EACH_ON_ITS_OWN = { asks: true, announces: true, keepsLogLevel: false, cancels: true } as const;

export const stdioLegacy: Combination = {
  ...LEGACY,
  ...LIVE,
  name: 'stdio, 2025-11-25',
  transport: 'stdio',
  env: {},
  sessions: false,
};

export const stdioModern: Combination = {
  ...MODERN,
  ...EACH_ON_ITS_OWN,
  name: 'stdio, 2026-07-28',
  transport: 'stdio',
  env: {},
  sessions: false,
};

export const sse: Combination = {
  ...LEGACY,
  ...LIVE,
  name: 'HTTP+SSE, 2025-11-25',
  transport: 'sse',
  env: {},
  sessions: true,
};

export const httpLegacy: Combination = {
  ...LEGACY,
  name: 'HTTP, 2025-11-25',
  transport: 'http',
  env: {},
  asks: false,
  announces: false,
  keepsLogLevel: false,
  cancels: false,
  sessions: false,
};

export const httpModern: Combination = {
  ...MODERN,
  ...EACH_ON_ITS_OWN,
  name: 'HTTP, 2026-07-28',
  transport: 'http',
  env: {},
  sessions: false,
};

export const httpSessionsLegacy: Combination = {
  ...LEGACY,
  ...LIVE,
  name: 'HTTP with sessions, 2025-11-25',
  transport: 'http',
  env: { HTTP_SESSIONS: 'on' },
  sessions: true,
};

const httpSessionsModern: Combination = {
  ...MODERN,
  ...EACH_ON_ITS_OWN,
  name: 'HTTP with sessions, 2026-07-28',
  transport: 'http',
  env: { HTTP_SESSIONS: 'on' },
  sessions: false,
};

const FUNCTION = {
  transport: 'http',
  runtime: 'lambda',
  env: { ALLOW_ANONYMOUS: 'true' },
  announces: false,
  keepsLogLevel: false,
  cancels: false,
  sessions: false,
} as const;

const functionLegacy: Combination = { ...LEGACY, ...FUNCTION, name: 'a function, 2025-11-25', asks: false };

const functionModern: Combination = { ...MODERN, ...FUNCTION, name: 'a function, 2026-07-28', asks: true };

/** Every suite that is about behaviour, and not about one transport, runs over all of them. */
export const combinations: readonly Combination[] = [
  stdioLegacy,
  stdioModern,
  sse,
  httpLegacy,
  httpModern,
  httpSessionsLegacy,
  httpSessionsModern,
  functionLegacy,
  functionModern,
];

/** Those that listen. */
export const networkCombinations = combinations.filter(
  ({ transport, runtime }) => transport !== 'stdio' && runtime === undefined,
);
