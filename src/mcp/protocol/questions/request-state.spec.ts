import { ProtocolError } from '../../contract/errors.js';
import { RequestState, type StateBinding } from './request-state.js';

const options = { serverInfo: { name: 'test', version: '1' }, instructions: undefined };
const key = 'a key that is long enough for the purpose';
const binding: StateBinding = {
  principalKey: 'ann',
  method: 'tools/call',
  capability: 'orders_cancel',
  input: { order: 'A', items: [1, 2] },
};
const answers = { confirm: { action: 'accept', content: { sure: true } } };

describe('RequestState', () => {
  const state = new RequestState({ ...options, stateSecret: key });

  it('opens what it sealed, also in another process with the same key', async () => {
    const sealed = await state.seal(answers, binding);
    expect(await new RequestState({ ...options, stateSecret: key }).open(sealed, binding)).toEqual(answers);
  });

  it('takes the same arguments in another order of their members', async () => {
    const sealed = await state.seal(answers, binding);
    expect(await state.open(sealed, { ...binding, input: { items: [1, 2], order: 'A' } })).toEqual(answers);
  });

  it.each<[string, (sealed: string) => string, Partial<StateBinding>]>([
    ['a changed state', (sealed) => `${sealed}-TAMPERED`, {}],
    ['a flipped character', (sealed) => sealed.replace(/.(?=.{50}$)/, (c) => (c === 'A' ? 'B' : 'A')), {}],
    ['an invented state', () => 'v1.e30.AAAA', {}],
    ['an empty state', () => '', {}],
    ['another principal', (sealed) => sealed, { principalKey: 'bob' }],
    ['another method', (sealed) => sealed, { method: 'prompts/get' }],
    ['another capability', (sealed) => sealed, { capability: 'orders_delete' }],
    ['other arguments', (sealed) => sealed, { input: { order: 'B', items: [1, 2] } }],
  ])('row 12: refuses %s', async (_name, change, other) => {
    const sealed = change(await state.seal(answers, binding));
    await expect(state.open(sealed, { ...binding, ...other })).rejects.toEqual(
      new ProtocolError(-32602, 'Invalid or expired requestState: start again without it', {
        reason: 'invalid_request_state',
      }),
    );
  });

  it('row 12: refuses a state of another key and one that has expired', async () => {
    const foreign = await new RequestState({ ...options, stateSecret: `${key}!` }).seal(answers, binding);
    await expect(state.open(foreign, binding)).rejects.toThrow(ProtocolError);
    const sealed = await state.seal(answers, binding);
    const later = Date.now() + 2 * 3_600_000;
    const clock = jest.spyOn(Date, 'now').mockReturnValue(later);
    await expect(state.open(sealed, binding)).rejects.toThrow(ProtocolError);
    clock.mockRestore();
  });
});
