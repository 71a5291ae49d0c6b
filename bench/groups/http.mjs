import { writeFileSync } from 'node:fs';
import { HEADERS } from '../lib/key.mjs';
import { checkMessage, messagesIn } from '../lib/answer.checker.mjs';
import { ExchangeConnection } from '../lib/load/exchange.connection.mjs';
import { temporary } from '../lib/product.settings.mjs';
import { FIRST_ID, httpRequestOf, list } from '../lib/requests.mjs';
import { interleave } from '../lib/rounds.mjs';
import { ServerProcess } from '../lib/server.process.mjs';
import { fastest, tabulate, target } from '../lib/table.mjs';
import { calls, candidate, product } from './http.candidates.mjs';

const ERAS = ['2025', '2026'];
const SIZES = [10, 1000];

async function compareCalls(profile) {
  const candidates = calls();
  const results = await interleave(candidates, profile);
  const table = tabulate({ id: 'calls', title: 'tools/call, stateless', unit: 'calls/s' }, candidates, results);
  const rivals = candidates.flatMap(({ id, kind }) => (kind === 'rival' ? [id] : []));
  const best = fastest(table, rivals);
  const targets = [
    ...ERAS.map((era) =>
      target(`${era} client: of ${best}, the fastest rival`, table, `polyport-${era}`, best, 'at least', 2.5),
    ),
    ...ERAS.map((era) =>
      target(`${era} client: of a plain Nest controller`, table, `polyport-${era}`, 'nest', 'at least', 0.9),
    ),
    target('2026 client: of a 2025 client', table, 'polyport-2026', 'polyport-2025', 'within', 0.15),
  ];
  return { table, targets };
}

/** Takes a list as the product gives it, with a place for the id, for the raw server to serve. */
async function captureList(size, era) {
  const server = await ServerProcess.listening(product(size));
  const connection = await ExchangeConnection.open(server.port);
  try {
    const request = list(size);
    const bytes = httpRequestOf(request, { port: server.port, era, headers: HEADERS })(FIRST_ID);
    const { body, text } = await connection.ask(bytes);
    checkMessage(messagesIn(body)[0], FIRST_ID, request);
    const file = temporary(`list-${size}-${era}`);
    writeFileSync(file, body.toString().replace(String(FIRST_ID), '%ID%'));
    const [, type] = /\r\ncontent-type: *([^\r]+)/i.exec(text);
    return { BENCH_BODY_FILE: file, BENCH_BODY_TYPE: type };
  } finally {
    connection.close();
    await server.stop();
  }
}

async function compareLists(profile) {
  const candidates = [];
  for (const size of SIZES) {
    for (const era of profile.eras) {
      const [raw, name] = [`raw-${size}-${era}`, `${size.toLocaleString('en')} tools, ${era} client`];
      const common = { era, request: list(size), against: raw };
      const command = { script: 'raw-http', env: await captureList(size, era) };
      candidates.push(
        candidate({ ...common, id: raw, label: `${name}, raw`, kind: 'limit', command }),
        candidate({
          ...{ ...common, id: `polyport-${size}-${era}`, label: `${name}, Polyport`, kind: 'product' },
          command: product(size),
        }),
      );
    }
  }
  const results = await interleave(candidates, profile);
  const table = tabulate(
    { id: 'lists', title: 'tools/list against raw serving of the same bytes', unit: 'lists/s' },
    candidates,
    results,
  );
  const targets = candidates
    .filter(({ kind }) => kind === 'product')
    .map(({ id, label, against }) => target(`tools/list, ${label}: of raw`, table, id, against, 'at least', 0.5));
  return { table, targets };
}

async function compareSizes(profile) {
  const candidates = profile.eras.flatMap((era) =>
    SIZES.map((size) =>
      candidate({
        ...{ id: `tools-${size}-${era}`, label: `${size.toLocaleString('en')} tools, ${era} client`, kind: 'product' },
        ...{ against: `tools-10-${era}`, command: product(size), era },
      }),
    ),
  );
  const results = await interleave(candidates, profile);
  const head = { id: 'sizes', title: 'tools/call by the number of tools', unit: 'calls/s' };
  const table = tabulate(head, candidates, results);
  const targets = profile.eras.map((era) =>
    target(`1,000 tools, ${era} client: of 10 tools`, table, `tools-1000-${era}`, `tools-10-${era}`, 'at least', 0.95),
  );
  return { table, targets };
}

/** Stateless HTTP: the product with authentication, throttling and audit on, the rivals with nothing on. */
export async function http(profile) {
  const parts = [await compareCalls(profile), await compareLists(profile), await compareSizes(profile)];
  return { tables: parts.map(({ table }) => table), targets: parts.flatMap(({ targets }) => targets) };
}
