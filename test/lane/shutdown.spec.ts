import { StatelessLane } from '../../src/transports/http/lane/stateless.lane.js';
import { httpModern } from '../support/combinations.js';
import { serve } from '../support/serve.js';
import { LaneToolset } from './lane.toolset.js';
import { send } from './wire.js';

const HEADERS = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
const request = { headers: HEADERS, body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }) };

it('a lane that is closed takes no further request, which then go the long way', async () => {
  const { app, url } = await serve(LaneToolset).over(httpModern);
  const lane = app.get(StatelessLane, { strict: false });
  const taken = jest.spyOn(lane, 'serve');
  const before = await send(url, request);

  lane.close();
  const after = await send(url, request);

  expect([taken.mock.calls.length, before.status, after.body]).toEqual([1, 200, before.body]);
});
