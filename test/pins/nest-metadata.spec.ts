import { Body, createParamDecorator, Injectable, Scope, type CanActivate } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { CUSTOM_PARAMETER_MARK, PARAMETERS_METADATA } from '../../src/mcp/catalog/entries/parameter-plan.js';
import { Tool, Toolset } from '../../src/index.js';
import { stdioLegacy } from '../support/combinations.js';
import { serve } from '../support/serve.js';

const Custom = createParamDecorator(() => 'custom');

/** Where Nest's own decorators leave what they say about parameters. */
class Decorated {
  method(@Custom() _custom: string, @Body() _body: string): void {}
}

@Toolset()
class MarkedToolset {
  @Tool({ description: 'x' })
  method(): string {
    return 'x';
  }
}

@Injectable({ scope: Scope.REQUEST })
class ScopedGuard implements CanActivate {
  canActivate(): boolean {
    return false;
  }
}

describe('the metadata of Nest', () => {
  it('is found under these keys', () => {
    const keys = Reflect.getMetadataKeys(Decorated, 'method') as string[];

    expect([PARAMETERS_METADATA, CUSTOM_PARAMETER_MARK, keys]).toEqual([
      '__routeArguments__',
      '__customRouteArgs__',
      [PARAMETERS_METADATA],
    ]);
  });

  it('tells custom parameters and bodies apart by these keys', () => {
    const parameters = Reflect.getMetadata(PARAMETERS_METADATA, Decorated, 'method') as object;

    const keys = Object.keys(parameters).map((key) =>
      key.replace(new RegExp(`^.+(?=${CUSTOM_PARAMETER_MARK})`), '<id>'),
    );
    expect(keys.sort()).toEqual(['3:1', '<id>__customRouteArgs__:0']);
  });

  it('has this mark on toolsets, by which request-scoped enhancers of the application find them', async () => {
    const { client } = await serve(MarkedToolset)
      .providing({ provide: APP_GUARD, useClass: ScopedGuard })
      .over(stdioLegacy);

    const result = await client.call('method');

    expect(Reflect.getMetadata('__entryProvider__', MarkedToolset)).toBe(true);
    expect(result).toEqual({ content: [{ type: 'text', text: 'Forbidden resource' }], isError: true });
  });
});
