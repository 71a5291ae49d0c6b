import { PassThrough } from 'node:stream';
import { createInterface } from 'node:readline';
import { StdioServer, Tool, Toolset } from '../../../src/index.js';
import { stdioLegacy } from '../../support/combinations.js';
import { serve } from '../../support/serve.js';

interface Answer {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: { readonly code: number };
}

let ran = 0;

@Toolset()
class CountToolset {
  @Tool({ description: 'Counts.', name: 'count' })
  count(): string {
    ran += 1;
    return 'counted';
  }
}

/** What a connection of that revision answers to a batch of so many calls. */
async function answered(revision: string, size: number): Promise<Answer | Answer[]> {
  ran = 0;
  const { app } = await serve(CountToolset).over(stdioLegacy);
  const [input, output] = [new PassThrough(), new PassThrough()];
  const ended = app.get(StdioServer).serve(input, output, new AbortController().signal);
  const lines = createInterface({ input: output })[Symbol.asyncIterator]();
  const next = async (): Promise<Answer | Answer[]> => JSON.parse((await lines.next()).value as string) as Answer;
  const params = { protocolVersion: revision, capabilities: {}, clientInfo: { name: 'suite', version: '1' } };
  input.write(`${JSON.stringify({ jsonrpc: '2.0', id: 'hello', method: 'initialize', params })}\n`);
  await next();
  const call = { jsonrpc: '2.0', method: 'tools/call', params: { name: 'count', arguments: {} } };
  input.write(`${JSON.stringify(Array.from({ length: size }, (_, id) => ({ ...call, id })))}\n`);
  const answer = await next();
  input.end();
  await ended;
  return answer;
}

describe('row 25: batches over stdio', () => {
  it('of 20 messages are answered in revision 2025-03-26', async () => {
    const answers = (await answered('2025-03-26', 20)) as Answer[];

    const ids = answers.map(({ id }) => id).sort((a, b) => a! - b!);
    expect([ids, ran]).toEqual([Array.from({ length: 20 }, (_, id) => id), 20]);
  });

  it.each([
    ['21 messages in revision 2025-03-26', '2025-03-26', 21],
    ['one message in revision 2025-06-18', '2025-06-18', 1],
    ['two messages in revision 2025-11-25', '2025-11-25', 2],
    ['no message', '2025-03-26', 0],
  ])('of %s are refused, and nothing of them runs', async (_what, revision, size) => {
    const answer = (await answered(revision, size)) as Answer;

    expect([answer.error?.code, ran]).toEqual([-32600, 0]);
  });
});
