import { mkdtempSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endChildren, lines, until } from './support/child.js';
import { NetworkChild, ping } from './support/network.js';

afterAll(endChildren);

it('row 31: clients that are slow to send are cut: headers after 15 s, bodies after 30 s', async () => {
  const audit = join(mkdtempSync(join(tmpdir(), 'polyport-audit-')), 'audit.jsonl');
  const server = await NetworkChild.start({ env: { TRANSPORT: 'http', AUDIT_LOG: audit } });

  /** How long a connection lives on which a byte comes each second. */
  async function life(head: string): Promise<number> {
    const start = performance.now();
    const socket = connect(server.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(head);
    const drip = setInterval(() => socket.write('x'), 1000);
    await new Promise((resolve) => socket.resume().once('close', resolve));
    clearInterval(drip);
    return (performance.now() - start) / 1000;
  }

  const [headers, body] = await Promise.all([
    life('POST /mcp HTTP/1.1\r\nhost: localhost\r\nx-slow: '),
    life('POST /mcp HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n'),
  ]);
  expect(headers).toBeGreaterThan(14);
  expect(headers).toBeLessThan(19);
  expect(body).toBeGreaterThan(29);
  expect(body).toBeLessThan(35);
  expect((await server.post(ping(1))).status).toBe(200);
  expect(server.strayLines).toEqual([]);
  const records = (): string[] => lines(readFileSync(audit, 'utf8'));
  await until(() => records().length >= 2, 'two audit records');
  expect(records().map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { event: 'edge', reason: 'too_slow', http: { method: '', path: '', status: 408 } },
    { event: 'edge', reason: 'too_slow', http: { method: 'POST', path: '/mcp', status: 408 } },
  ]);
}, 45_000);
