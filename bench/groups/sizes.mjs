import { interleave } from '../lib/rounds.mjs';
import { tabulate, target } from '../lib/table.mjs';
import { candidate, product } from './http.candidates.mjs';

const FEW = 10;
const LEAST = 0.95;

/** Calls of one tool among few and among many. */
export async function sizes(profile) {
  const many = profile.manyTools;
  const count = many.toLocaleString('en');
  const candidates = profile.eras.flatMap((era) =>
    [FEW, many].map((size) =>
      candidate({
        ...{ id: `tools-${size}-${era}`, label: `${size.toLocaleString('en')} tools, ${era} client`, kind: 'product' },
        ...{ against: `tools-${FEW}-${era}`, command: product(size), era },
      }),
    ),
  );
  const head = { id: 'sizes', title: 'tools/call by the number of tools', unit: 'calls/s' };
  const table = tabulate(head, candidates, await interleave(candidates, profile));
  const targets = profile.eras.map((era) =>
    target(
      `${count} tools, ${era} client: of ${FEW}`,
      table,
      `tools-${many}-${era}`,
      `tools-${FEW}-${era}`,
      'at least',
      LEAST,
    ),
  );
  return { tables: [table], targets };
}
