/** How long everything takes. The quick one is for a look, and its spread is wide. */
export const FULL = {
  ...{ rounds: 5, roundMs: 5000, warmUp: { ms: 3000, calls: 20_000, mostMs: 9000 }, spawns: 21 },
  ...{ idleSessions: 10_000, keepAliveSeconds: 5, soak: { sessions: 50_000, waves: 10, ttlSeconds: 5 } },
};

export const QUICK = {
  ...{ rounds: 3, roundMs: 150, warmUp: { ms: 200, calls: 500, mostMs: 400 }, spawns: 3 },
  ...{ idleSessions: 500, keepAliveSeconds: 1, soak: { sessions: 900, waves: 3, ttlSeconds: 2 } },
};
