import { Public, Tool, Toolset } from '../../src/index.js';
import { httpModern } from '../support/combinations.js';
import { eventually } from '../support/eventually.js';
import { httpWire } from '../support/modern.wire.js';
import { serve } from '../support/serve.js';

@Public()
@Toolset()
class QuietToolset {
  @Tool({ description: 'Nothing.' })
  nothing(): string {
    return '';
  }
}

const filter = { notifications: { toolsListChanged: true } };

it('row 30: streams that stay open are limited for each caller, until one is closed', async () => {
  const { url } = await serve(QuietToolset).settings({ MAX_SESSIONS_PER_PRINCIPAL: '2' }).over(httpModern);
  const wires = [httpWire(url), httpWire(url), httpWire(url), httpWire(url)] as const;
  const first = await wires[0].follow(filter);
  const second = await wires[1].follow(filter);
  await eventually(() => expect([first.length, second.length]).toEqual([1, 1]));

  const refused = await wires[2].follow(filter);

  await eventually(() => expect(refused[0]?.error?.message).toContain('too many streams open'));
  await wires[0].close();
  await eventually(async () => {
    const again = await wires[3].follow(filter);
    await eventually(() => expect(again).toHaveLength(1));
    expect(again[0]?.method).toBe('notifications/subscriptions/acknowledged');
  });
  await Promise.all(wires.map((wire) => wire.close()));
});
