import { CallRequest, CallResponse } from './http-stand-ins.js';
import { ActiveCalls } from './active-calls.js';

describe('the stand-in for a request', () => {
  it('looks like one from this machine, without headers', () => {
    const request = new CallRequest('/tool/find', { a: 1 });
    expect({ ...request, host: request.get('host'), key: request.header('x-api-key') }).toEqual({
      method: 'POST',
      headers: {},
      query: {},
      params: {},
      ip: '127.0.0.1',
      ips: [],
      url: '/tool/find',
      originalUrl: '/tool/find',
      body: { a: 1 },
      host: undefined,
      key: undefined,
    });
  });
});

describe('the stand-in for a response', () => {
  it('keeps headers as Express does', () => {
    const response = new CallResponse()
      .set({ 'X-A': 1, 'X-B': 2 })
      .header('X-C', 3)
      .setHeader('x-a', 4)
      .append('Vary', 'a')
      .append('vary', 'b')
      .type('text/plain');
    response.removeHeader('X-B');
    expect([response.getHeaders(), response.get('X-C'), response.hasHeader('x-b')]).toEqual([
      { 'x-a': 4, 'x-c': 3, vary: ['a', 'b'], 'content-type': 'text/plain' },
      3,
      false,
    ]);
  });

  it.each<[string, (response: CallResponse) => unknown, number, unknown]>([
    ['json', (response) => response.status(404).json({ a: 1 }), 404, { a: 1 }],
    ['send', (response) => response.code(418).send('no'), 418, 'no'],
    ['end', (response) => response.end(), 200, undefined],
    ['sendStatus', (response) => response.sendStatus(429), 429, undefined],
  ])('has been answered by %s', (_title, answer, statusCode, body) => {
    const response = new CallResponse();
    answer(response);
    expect([response.headersSent, response.statusCode, response.body]).toEqual([true, statusCode, body]);
  });
});

describe('active calls', () => {
  it('are waited for until the last one ends, also when it fails', async () => {
    const calls = new ActiveCalls();
    const ended: string[] = [];
    const run = (name: string, ms: number): Promise<void> =>
      calls.track(async () => {
        await new Promise((resolve) => setTimeout(resolve, ms));
        ended.push(name);
        throw new Error(name);
      });
    const running = [run('a', 5), run('b', 20)].map((call) => call.catch(() => undefined));
    await calls.idle(5000);
    expect(ended).toEqual(['a', 'b']);
    await Promise.all(running);
  });

  it('are not waited for longer than the limit', async () => {
    const calls = new ActiveCalls();
    let finish!: () => void;
    const running = calls.track(() => new Promise<void>((resolve) => (finish = resolve)));
    await calls.idle(5);
    finish();
    await running;
    expect(await calls.idle(5000)).toBeUndefined();
  });
});
