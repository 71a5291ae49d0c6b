import { PassThrough } from 'node:stream';
import type { ListenFilter, Principal, TaskNotices } from '../../mcp/index.js';
import { StdioTransport } from './stdio.transport.js';
import { SubscribingTransport } from './subscribing.transport.js';

describe('SubscribingTransport', () => {
  it('goes on after a message whose handler throws: it is reported, and answered when it is a request', async () => {
    const [input, output] = [new PassThrough(), new PassThrough()];
    const wire = new StdioTransport(input, output, { maxBodyBytes: 1000, maxJsonDepth: 10 });
    const transport = new SubscribingTransport(wire, {} as ListenFilter, {} as TaskNotices, {} as Principal);
    const [errors, seen]: [string[], unknown[]] = [[], []];
    transport.onerror = ({ message }) => errors.push(message);
    transport.onmessage = (message) => {
      seen.push((message as { method: string }).method);
      if (seen.length <= 2) throw new Error('broken handler');
    };
    await transport.start();

    for (const rest of ['"method":"first"', '"id":1,"method":"second"', '"id":2,"method":"third"']) {
      input.write(`{"jsonrpc":"2.0",${rest}}\n`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));

    expect(seen).toEqual(['first', 'second', 'third']);
    expect(errors).toContain('broken handler');
    expect(JSON.parse(String(output.read()))).toEqual({
      jsonrpc: '2.0',
      id: 1,
      error: { code: -32603, message: 'Internal error' },
    });
  });
});
