import {
  ForbiddenException,
  HttpException,
  InternalServerErrorException,
  NotFoundException,
  ServiceUnavailableException,
} from '@nestjs/common';
import { ProtocolError, Tool, ToolError, Toolset } from '../../src/index.js';
import type { McpClient } from '../support/clients/client.interface.js';
import { combinations } from '../support/combinations.js';
import { refusalOf } from '../support/refusal.js';
import { serve } from '../support/serve.js';

const SECRET = 'postgres://admin:hunter2@db';
const TWENTY_MEGABYTES = 20 * 1024 * 1024;

@Toolset()
class FailuresToolset {
  @Tool({ description: 'Expected.' })
  expected(): void {
    throw new ToolError('There is no such order: search first.');
  }

  @Tool({ description: 'Not found.' })
  notFound(): void {
    throw new NotFoundException('No order SO-1');
  }

  @Tool({ description: 'Forbidden.' })
  forbidden(): void {
    throw new ForbiddenException();
  }

  @Tool({ description: 'Several messages.' })
  several(): void {
    throw new HttpException({ message: ['first', 'second'] }, 422);
  }

  @Tool({ description: 'Error.' })
  crash(): void {
    throw new Error(`connect failed: ${SECRET}`);
  }

  @Tool({ description: 'Server error.' })
  http500(): void {
    throw new InternalServerErrorException(SECRET);
  }

  @Tool({ description: 'Server error.' })
  http503(): void {
    throw new ServiceUnavailableException({ message: SECRET });
  }

  @Tool({ description: 'Not even an error.' })
  thrownText(): void {
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- what careless code does
    throw SECRET;
  }

  @Tool({ description: 'Nothing at all.' })
  thrownUndefined(): void {
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- what careless code does
    throw undefined;
  }

  @Tool({ description: 'A cycle.' })
  circular(): unknown {
    const cycle: Record<string, unknown> = { secret: SECRET };
    cycle['self'] = cycle;
    return cycle;
  }

  @Tool({ description: 'A BigInt.' })
  bigint(): unknown {
    return { value: 10n };
  }

  @Tool({ description: 'A function.' })
  function(): unknown {
    return () => SECRET;
  }

  @Tool({ description: 'Bytes without a type.' })
  bytes(): unknown {
    return new Uint8Array([1]);
  }

  @Tool({ description: 'More than fits.' })
  huge(): string {
    return 'x'.repeat(TWENTY_MEGABYTES);
  }

  @Tool({ description: 'A protocol error.' })
  protocol(): void {
    throw new ProtocolError(-32602, 'Not like this', { hint: 'otherwise' });
  }

  @Tool({ description: 'Works.' })
  works(): string {
    return 'works';
  }
}

const WORKING = { content: [{ type: 'text', text: 'works' }] };
const OPAQUE = {
  content: [
    {
      type: 'text',
      text: expect.stringMatching(
        /^Internal error\. The operator finds the cause in the server's log under the id [0-9a-f]{12}\.$/,
      ),
    },
  ],
  isError: true,
};

describe.each(combinations)('a failing tool over $name', (combination) => {
  it.each([
    ['expected', 'There is no such order: search first.'],
    ['not_found', 'No order SO-1'],
    ['forbidden', 'Forbidden'],
    ['several', '- first\n- second'],
    ['huge', expect.stringMatching(/^The result has 2097\d{4} bytes and the limit is 4194304: ask for less/)],
  ])('tells the model what it can act on: %s', async (tool, text) => {
    const { client, errors } = await serve(FailuresToolset).over(combination);

    const results = [await client.call(tool), await client.call('works')];

    expect([...results, answersIn(client)]).toEqual([{ content: [{ type: 'text', text }], isError: true }, WORKING, 2]);
    expect(errors).toEqual([]);
  });

  it.each([
    'crash',
    'http500',
    'http503',
    'thrown_text',
    'thrown_undefined',
    'circular',
    'bigint',
    'function',
    'bytes',
  ])('row 34: keeps an unexpected cause to the log: %s', async (tool) => {
    const { client, errors } = await serve(FailuresToolset).over(combination);

    const results = [await client.call(tool), await client.call('works')];

    expect([...results, answersIn(client)]).toEqual([OPAQUE, WORKING, 2]);
    expect(errors.join('\n')).toContain(`id ${idOf(results[0])}`);
  });

  it('row 34: writes the cause into the log once, under the id that the client is told', async () => {
    const { client, errors } = await serve(FailuresToolset).over(combination);

    const result = await client.call('crash');

    expect(errors).toEqual([
      expect.stringMatching(
        new RegExp(`FailuresToolset\\.crash \\(crash\\) failed, id ${idOf(result)} .*connect failed: ${SECRET}`),
      ),
    ]);
  });

  it('may end the request with a JSON-RPC error of its own', async () => {
    const { client } = await serve(FailuresToolset).over(combination);

    const refusal = await refusalOf(client.call('protocol'));

    expect(refusal).toEqual({ code: -32602, message: 'Not like this', data: { hint: 'otherwise' } });
  });

  it('is told apart from one that does not exist', async () => {
    const { client } = await serve(FailuresToolset).over(combination);

    const refusal = await refusalOf(client.call('no_such_tool'));

    expect(refusal).toEqual({ code: -32602, message: 'Unknown tool: no_such_tool' });
  });
});

const answersIn = ({ received }: McpClient): number => received.filter((message) => 'result' in message).length;

function idOf(result: unknown): string {
  return /under the id ([0-9a-f]+)/.exec(JSON.stringify(result))![1]!;
}
