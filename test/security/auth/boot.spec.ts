import { Injectable, Scope } from '@nestjs/common';
import { AccessPolicy, Prompt, Public, Resource, Scopes, Tool, Toolset } from '../../../src/index.js';
import { httpModern, stdioModern } from '../../support/combinations.js';
import { serve } from '../../support/serve.js';
import { accepting, makeKey } from './support/api-key.js';
import { OrdersToolset } from './support/orders.toolset.js';

@Toolset()
class MixedToolset {
  @Tool({ description: 'Nobody decided.' })
  one(): void {}

  @Tool({ description: 'Decided.' })
  @Scopes('a')
  two(): void {}

  @Prompt({ description: 'Nobody decided.' })
  three(): string {
    return '';
  }

  @Resource({ uri: 'x://four', description: 'Decided.' })
  @Public()
  four(): string {
    return '';
  }
}

@Injectable({ scope: Scope.REQUEST })
class PolicyOfARequest extends AccessPolicy {
  override allows(): boolean {
    return true;
  }
}

const ann = makeKey('ann', ['*']);
const failure = (start: Promise<unknown>): Promise<string> =>
  start.then(
    () => 'started',
    (error: Error) => error.message,
  );

describe('with authentication on', () => {
  it('a capability about which nobody decided stops the boot', async () => {
    const start = serve(MixedToolset).settings(accepting(ann)).sending({ 'X-API-Key': ann.key }).over(httpModern);

    expect(await failure(start)).toBe(
      [
        '2 capabilities cannot be served:',
        '  - MixedToolset.one: nobody decided who may use it: add @Scopes(...) or @Public()',
        '  - MixedToolset.three: nobody decided who may use it: add @Scopes(...) or @Public()',
      ].join('\n'),
    );
  });

  it('on stdio, where nobody authenticates, it does not', async () => {
    const { client } = await serve(MixedToolset).settings(accepting(ann)).over(stdioModern);

    expect(await client.tools()).toHaveLength(2);
  });

  it.each([
    ['[]', 'lists no key, and an empty allowlist never means allow all'],
    ['', 'AUTH has api-key and there are no keys'],
  ])('row 2: the key list "%s" stops the boot', async (keys, fault) => {
    const start = (async () => serve(OrdersToolset).settings({ AUTH: 'api-key', API_KEYS: keys }).over(httpModern))();

    expect(await failure(start)).toContain(fault);
  });

  it.each(['STDIO_SCOPES', 'JWT_AUDIENCE', 'JWT_ALGORITHMS', 'ALLOWED_HOSTS', 'ALLOWED_ORIGINS'])(
    'row 2: an empty %s stops the boot',
    async (name) => {
      const start = (async () =>
        serve(OrdersToolset)
          .settings({ [name]: ' , ' })
          .over(httpModern))();

      expect(await failure(start)).toContain('an empty allowlist never means allow all');
    },
  );

  it('a rule of the application that is made for each request stops the boot, because lists ask it for everything', async () => {
    const start = serve(OrdersToolset)
      .providing({ provide: AccessPolicy, useClass: PolicyOfARequest })
      .over(httpModern);

    expect(await failure(start)).toBe(
      'PolicyOfARequest is request-scoped: lists and calls ask it for every capability, so provide it in the default scope',
    );
  });
});
