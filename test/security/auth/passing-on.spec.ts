import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { Injectable } from '@nestjs/common';
import type { JWTPayload } from 'jose';
import { McpContext, Principal, Public, Tool, Toolset } from '../../../src/index.js';
import { networkCombinations } from '../../support/combinations.js';
import { serve } from '../../support/serve.js';
import { accepting, makeKey } from './support/api-key.js';
import { EverythingLogger } from './support/everything.logger.js';
import { AUDIENCE, TokenIssuer } from './support/token-issuer.js';

/** Writes down everything that it can reach, as a tool would that logs too much. */
@Injectable()
class Spy {
  readonly seen: string[] = [];

  look(...things: unknown[]): void {
    for (const thing of things) this.seen.push(inspect(thing, { depth: Infinity, showHidden: true }));
  }
}

/** A system behind the server, which keeps what it receives. */
class Downstream {
  readonly received: string[] = [];
  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(): Promise<Downstream> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const downstream = new Downstream(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on('request', ({ url, rawHeaders }, response) => {
      downstream.received.push([url, ...rawHeaders].join(' '));
      response.end('ok');
    });
    return downstream;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

let downstream: Downstream;
let issuer: TokenIssuer;

@Toolset()
@Public()
class RelayToolset {
  constructor(private readonly spy: Spy) {}

  @Tool({ description: 'Calls a system behind the server.' })
  async relay(context: McpContext, principal: Principal): Promise<string> {
    this.spy.look(context, principal);
    await fetch(`${downstream.url}/orders?by=${principal.subject}`, { headers: { 'X-Subject': principal.key } });
    throw new Error('and fails');
  }
}

beforeAll(async () => {
  downstream = await Downstream.start();
  issuer = await TokenIssuer.start();
});
afterAll(async () => {
  downstream.stop();
  await issuer.stop();
});

describe.each(networkCombinations)('row 14: over $name the credential is never passed on', (combination) => {
  const ann = makeKey('ann', ['*']);
  const claims: JWTPayload = { aud: [AUDIENCE, 'https://mcp.example.com/sse'] };

  it.each<[string, () => Promise<string>]>([
    ['an API key', async () => ann.key],
    ['a token', () => issuer.token(claims)],
  ])('%s', async (_kind, make) => {
    const credential = await make();
    const logger = new EverythingLogger();
    const { client, app } = await serve(RelayToolset)
      .providing(Spy)
      .settings({ ...accepting(ann), ...issuer.settings, AUTH: 'api-key,jwt' })
      .sending({ Authorization: `Bearer ${credential}` })
      .prepared((application) => application.useLogger(logger))
      .over(combination);

    const result = await client.call('relay');

    const texts = [...app.get(Spy).seen, ...downstream.received, ...logger.lines, JSON.stringify(result)];
    expect(downstream.received.join()).toContain('by=ann');
    expect(logger.lines.join()).toContain('and fails');
    expect(texts.filter((text) => text.includes(credential))).toEqual([]);
  });
});
