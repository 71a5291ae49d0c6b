import { chosen } from '../lib/profiles.mjs';
import { interleave } from '../lib/rounds.mjs';
import { fastest, information, tabulate, target } from '../lib/table.mjs';
import { calls } from './http.candidates.mjs';

const LEAST = { 2025: 3.5, 2026: 3 };
const STRETCH = 5;

/** Stateless HTTP: the product with authentication, throttling and audit on, the rivals with nothing on. */
export async function http(profile) {
  const all = chosen(calls(), profile);
  const results = await interleave(all, profile);
  const rivals = all.flatMap(({ id, kind }) => (kind === 'rival' ? [id] : []));
  const best = fastest(results, rivals) ?? rivals[0];
  const candidates = all.map((each) => ({ ...each, against: best }));
  const head = { id: 'calls', title: 'Stateless HTTP, tools/call', unit: 'calls/s', offScale: ['raw'] };
  const table = tabulate(head, candidates, results);
  const eras = Object.entries(LEAST);
  const targets = [
    ...eras.map(([era, least]) =>
      target(`${era} client: of ${best}, the fastest rival`, table, `polyport-${era}`, best, 'at least', least),
    ),
    ...eras.map(([era]) =>
      target(`${era} client: of ${best} (stretch)`, table, `polyport-${era}`, best, 'stretch', STRETCH),
    ),
    ...eras.map(([era]) =>
      target(`${era} client: of a plain Nest controller`, table, `polyport-${era}`, 'nest', 'at least', 2),
    ),
    information('2026 client: of a 2025 client', table, 'polyport-2026', 'polyport-2025'),
  ];
  return { tables: [table], targets };
}
