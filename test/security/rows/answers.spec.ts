import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { IsString } from 'class-validator';
import { McpContext, Tool, Toolset } from '../../../src/index.js';
import { httpModern } from '../../support/combinations.js';
import { serve } from '../../support/serve.js';
import { modernHeaders, modernMessage, post } from '../auth/support/messages.js';

const CLIENTS = 200;

class Words {
  @IsString() nonce!: string;
}

@Toolset()
class EchoToolset {
  @Tool({ description: 'Says it, and says it on the way.', name: 'echo' })
  async echo({ nonce }: Words, ctx: McpContext): Promise<string> {
    await sleep(Math.random() * 100);
    await ctx.progress(1, 2, nonce);
    await ctx.log('error', nonce);
    await sleep(Math.random() * 100);
    return nonce;
  }
}

describe.each(['off', 'on'])('row 10: revision 2026-07-28 with HTTP_SESSIONS=%s', (sessions) => {
  it(`${CLIENTS} clients with equal request ids and progress tokens get what is theirs, and nothing else`, async () => {
    const { url } = await serve(EchoToolset)
      .settings({ HTTP_SESSIONS: sessions, THROTTLE_LIMIT: '0', MAX_CONCURRENT_CALLS_PER_PRINCIPAL: '0' })
      .over(httpModern);
    const nonces = Array.from({ length: CLIENTS }, () => randomUUID());

    const received = await Promise.all(
      nonces.map(async (nonce) => {
        const message = modernMessage('tools/call', { name: 'echo', arguments: { nonce } }, 7);
        const { _meta } = (message as { params: { _meta: object } }).params;
        Object.assign(_meta, { progressToken: 7, 'io.modelcontextprotocol/logLevel': 'error' });
        const { body } = await post(`${url}/mcp`, message, modernHeaders('tools/call', 'echo'));
        return body.match(/[\da-f]{8}-[\da-f-]{27}/g);
      }),
    );

    expect(received).toEqual(nonces.map((nonce) => [nonce, nonce, nonce]));
  });
});
