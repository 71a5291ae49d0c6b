import { Injectable } from '@nestjs/common';
import { AccessPolicy, Prompt, Tool, Toolset, type Capability, type Principal } from '../../src/index.js';
import { combinations } from '../support/combinations.js';
import { refusalOf } from '../support/refusal.js';
import { serve } from '../support/serve.js';

@Injectable()
class OfficeHours extends AccessPolicy {
  override async allows(_principal: Principal, { name }: Capability): Promise<boolean> {
    return !name.startsWith('night_');
  }
}

@Toolset()
class ShopToolset {
  @Tool({ description: 'By day.' })
  daySale(): string {
    return 'sold';
  }

  @Tool({ description: 'By night.' })
  nightSale(): string {
    return 'sold';
  }

  @Prompt({ description: 'By night.' })
  nightGreeting(): string {
    return 'Hello';
  }
}

describe.each(combinations)("an application's own access policy over $name", (combination) => {
  it('decides about lists and calls', async () => {
    const { client } = await serve(ShopToolset)
      .providing({ provide: AccessPolicy, useClass: OfficeHours })
      .over(combination);

    const outcome = [
      (await client.tools()).map(({ name }) => name),
      await client.prompts(),
      await refusalOf(client.call('night_sale')),
    ];

    expect(outcome).toEqual([['day_sale'], [], { code: -32602, message: 'Unknown tool: night_sale' }]);
  });
});
