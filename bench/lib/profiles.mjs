/** How long everything takes. The quick one is for a look, and its spread is wide. */
export const FULL = {
  ...{ rounds: 5, roundMs: 5000, warmUp: { ms: 3000, calls: 20_000, mostMs: 9000 }, spawns: 21 },
  eras: ['2025', '2026'],
  ...{ idleSessions: 10_000, keepAliveSeconds: 5, soak: { sessions: 50_000, waves: 10, ttlSeconds: 5 } },
};

export const QUICK = {
  ...{ rounds: 3, roundMs: 100, warmUp: { ms: 100, calls: 300, mostMs: 200 }, spawns: 2 },
  // Of lists, and of many tools; calls are compared in both eras at any rate.
  eras: ['2026'],
  ...{ idleSessions: 500, keepAliveSeconds: 1, soak: { sessions: 900, waves: 3, ttlSeconds: 2 } },
};
