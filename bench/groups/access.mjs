import { issuer } from '../lib/issuer.mjs';
import { guarded, limited } from '../lib/product.settings.mjs';
import { chosen } from '../lib/profiles.mjs';
import { interleave } from '../lib/rounds.mjs';
import { tabulate, target } from '../lib/table.mjs';
import { HEADERS } from '../lib/key.mjs';
import { candidate, product } from './http.candidates.mjs';

const LEAST = 0.85;

const BEHIND_PROXY = { TRUST_PROXY: '1' };
const FORWARDED = { 'X-Forwarded-For': '203.0.113.7', 'X-Forwarded-Proto': 'https' };

/** How the caller of production proves who it is, and where it comes from. */
async function ways() {
  const { headers, env } = await issuer();
  return [
    { id: 'key', label: 'API key', env: guarded(), headers: HEADERS },
    { id: 'jwt', label: 'JWT', env: limited(env), headers, isExtra: true },
    {
      ...{ id: 'proxy', label: 'API key, trusted proxy', isExtra: true },
      ...{ env: guarded(BEHIND_PROXY), headers: { ...HEADERS, ...FORWARDED } },
    },
    {
      ...{ id: 'jwt-proxy', label: 'JWT, trusted proxy' },
      ...{ env: limited({ ...env, ...BEHIND_PROXY }), headers: { ...headers, ...FORWARDED } },
    },
  ];
}

/** Stateless calls of a caller with a token of an issuer, and of one behind a proxy, beside one with an API key. */
export async function access(profile) {
  const all = chosen(await ways(), profile);
  const candidates = profile.eras.flatMap((era) =>
    all.map(({ id, label, env, headers }) =>
      candidate({
        ...{ id: `${id}-${era}`, label: `${label}, ${era} client`, kind: 'product', against: `key-${era}`, era },
        ...{ command: product(10, env), load: { headers } },
      }),
    ),
  );
  const head = { id: 'access', title: 'Tokens and proxies, tools/call', unit: 'calls/s' };
  const table = tabulate(head, candidates, await interleave(candidates, profile));
  const targets = candidates
    .filter(({ id, against }) => id !== against)
    .map(({ id, label, against }) => target(`${label}: of an API key`, table, id, against, 'at least', LEAST));
  return { tables: [table], targets };
}
