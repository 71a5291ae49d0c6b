import { writeFileSync } from 'node:fs';
import { HEADERS } from '../lib/key.mjs';
import { checkMessage, messagesIn } from '../lib/answer.checker.mjs';
import { ExchangeConnection } from '../lib/load/exchange.connection.mjs';
import { temporary } from '../lib/product.settings.mjs';
import { FIRST_ID, httpRequestOf, list } from '../lib/requests.mjs';
import { interleave } from '../lib/rounds.mjs';
import { ServerProcess } from '../lib/server.process.mjs';
import { tabulate, target } from '../lib/table.mjs';
import { candidate, product } from './http.candidates.mjs';

const LEAST = { 10: 0.5, 1000: 0.8 };

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

async function pair(size, era) {
  const common = { era, request: list(size), against: `raw-${era}` };
  const command = { script: 'raw-http', env: await captureList(size, era) };
  return [
    candidate({ ...common, id: `raw-${era}`, label: `raw bytes, ${era} client`, kind: 'limit', command }),
    candidate({
      ...{ ...common, id: `polyport-${era}`, label: `Polyport, ${era} client`, kind: 'product' },
      command: product(size),
    }),
  ];
}

async function compareLists(size, profile) {
  const candidates = [];
  for (const era of profile.eras) candidates.push(...(await pair(size, era)));
  const title = `tools/list of ${size.toLocaleString('en')} tools`;
  const head = { id: `lists-${size}`, title, unit: 'lists/s' };
  const table = tabulate(head, candidates, await interleave(candidates, profile));
  const targets = profile.eras.map((era) =>
    target(`${title}, ${era} client: of raw bytes`, table, `polyport-${era}`, `raw-${era}`, 'at least', LEAST[size]),
  );
  return { table, targets };
}

/** Lists of tools beside a server that sends the same bytes without looking. */
export async function lists(profile) {
  const parts = [];
  for (const size of Object.keys(LEAST)) parts.push(await compareLists(Number(size), profile));
  return { tables: parts.map(({ table }) => table), targets: parts.flatMap(({ targets }) => targets) };
}
