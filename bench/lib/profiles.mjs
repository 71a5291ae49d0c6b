/** How long everything takes. The quick profile is for a look, and its spread is wide. */
export const FULL = {
  ...{ rounds: 5, roundMs: 5000, warmUp: { ms: 2000, calls: 20_000, mostMs: 6000 }, spawns: 21 },
  eras: ['2025', '2026'],
  ...{ extras: true, manyKeys: 100_000, manyConnections: 1000, manyTools: 5000 },
  ...{ idleSessions: 10_000, keepAliveSeconds: 5, soak: { sessions: 50_000, waves: 10, ttlSeconds: 5 } },
  memorySamples: 12,
};

/** Figures in a third of the time: fewer and shorter rounds of the same. */
export const SHORT = {
  ...FULL,
  ...{ rounds: 3, roundMs: 2000, warmUp: { ms: 1000, calls: 20_000, mostMs: 3000 }, spawns: 11 },
};

export const QUICK = {
  ...{ rounds: 3, roundMs: 100, warmUp: { ms: 100, calls: 300, mostMs: 200 }, spawns: 2 },
  // Of everything but plain calls, which are compared in both eras at any rate.
  eras: ['2026'],
  // Without the slower rivals, and with fewer keys, connections and tools: the labels say how many.
  ...{ extras: false, manyKeys: 1000, manyConnections: 200, manyTools: 1000 },
  ...{ idleSessions: 200, keepAliveSeconds: 1, soak: { sessions: 300, waves: 3, ttlSeconds: 1 } },
  memorySamples: 3,
};

/** The candidates that a profile measures. */
export const chosen = (candidates, { extras }) => candidates.filter(({ isExtra }) => extras || !isExtra);
