/**
 * The limit: JSON in, JSON out on `node:http`. It knows the echo tool and no protocol. With `BENCH_BODY_FILE` it sends the
 * bytes of that file, in which %ID% stands for the id of the request.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { answer } from './shared/tools.mjs';

const { PORT, BENCH_BODY_FILE, BENCH_BODY_TYPE = 'application/json' } = process.env;
const [before, after] = BENCH_BODY_FILE === undefined ? [] : readFileSync(BENCH_BODY_FILE, 'utf8').split('%ID%');

function bodyFor({ id, params }) {
  if (before !== undefined) return `${before}${id}${after}`;
  return JSON.stringify({ jsonrpc: '2.0', id, result: answer(params.arguments.text) });
}

createServer((request, response) => {
  let text = '';
  request.setEncoding('utf8');
  request.on('data', (piece) => (text += piece));
  request.on('end', () => {
    const body = bodyFor(JSON.parse(text));
    response.writeHead(200, { 'Content-Type': BENCH_BODY_TYPE, 'Content-Length': Buffer.byteLength(body) });
    response.end(body);
  });
}).listen(Number(PORT), '127.0.0.1');
