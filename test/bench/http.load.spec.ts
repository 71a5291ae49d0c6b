import { isIPv4 } from 'node:net';
import { echo, HttpLoad, list, WrongAnswerError, type BenchRequest, type Outcome } from './support/bench.js';
import { asEvents, asJson, closeServer, listen, read, right, type Asked, type Send } from './support/server.js';

const BRIEFLY_MS = 100;

afterEach(closeServer);

/** Calls a server that answers so. */
async function load(
  answer: (asked: Asked) => object,
  send: Send = asJson,
  request: BenchRequest = echo,
): Promise<Outcome> {
  const port = await listen((incoming, response) => void read(incoming).then((asked) => send(response, answer(asked))));
  return new HttpLoad(request, { port, connections: 3 }).run(BRIEFLY_MS);
}

const said = (text: string, more: object = {}): object => ({ content: [{ type: 'text', text }], ...more });

describe('the load over HTTP', () => {
  it.each([
    ['JSON', asJson],
    ['event streams', asEvents],
  ])('counts right answers as %s', async (_, send) => {
    let answered = 0;

    const { calls, ms, perSecond } = await load((asked) => ((answered += 1), right(asked)), send);

    expect(calls).toBeGreaterThan(3);
    // What was on its way when the time was up is not counted.
    expect(answered - calls).toBeLessThanOrEqual(3);
    expect(perSecond).toBeCloseTo((calls * 1000) / ms);
  });

  it.each<[string, (asked: Asked) => object]>([
    ['another id', (asked) => ({ ...right(asked), id: asked.id + 1 })],
    ['an id that is a text', (asked) => ({ ...right(asked), id: String(asked.id) })],
    ['no id', (asked) => ({ ...right(asked), id: undefined })],
    ['other content', (asked) => ({ ...right(asked), result: said('abc') })],
    ['no content', (asked) => ({ ...right(asked), result: {} })],
    ['a failed tool', (asked) => ({ ...right(asked), result: said(asked.params.arguments.text, { isError: true }) })],
    ['an error', ({ id }) => ({ jsonrpc: '2.0', id, error: { code: -32603, message: 'no' } })],
  ])('refuses %s', async (_, answer) => {
    await expect(load(answer)).rejects.toThrow(WrongAnswerError);
  });

  it.each<[string, (asked: Asked) => object]>([
    ['id', (asked) => ({ ...right(asked), id: asked.id + 1 })],
    ['content', ({ id }) => ({ jsonrpc: '2.0', id, result: said('abc100000000') })],
    [
      'shape',
      ({ id, params }) => ({
        jsonrpc: '2.0',
        id,
        result: { content: [{ type: 'tixt', text: params.arguments.text }] },
      }),
    ],
  ])('refuses the answer with another %s that comes after many that were right', async (_, answer) => {
    let answered = 0;

    await expect(load((asked) => ((answered += 1) === 20 ? answer(asked) : right(asked)))).rejects.toThrow(
      WrongAnswerError,
    );
  });

  it('refuses another status that comes after many right answers of the same length', async () => {
    let answered = 0;
    const createdLate: Send = (response, message) => {
      response.statusCode = (answered += 1) === 20 ? 201 : 200;
      response.statusMessage = 'OK';
      asJson(response, message);
    };

    await expect(load(right, createdLate)).rejects.toThrow('the status is 201');
  });

  it('refuses two answers in one', async () => {
    const twice: Send = (response, message) => {
      const event = `data: ${JSON.stringify(message)}\n\n`;
      response.end(event + event);
    };

    await expect(load(right, twice)).rejects.toThrow('there are 2 answers in it');
  });

  it('refuses a right answer with another status', async () => {
    const created: Send = (response, message) => void response.writeHead(201).end(JSON.stringify(message));

    await expect(load(right, created)).rejects.toThrow('the status is 201');
  });

  it('refuses a list that is not whole', async () => {
    const tools = [{ name: 'echo' }, { name: 'other' }];

    await expect(load(({ id }) => ({ jsonrpc: '2.0', id, result: { tools } }), asJson, list(3))).rejects.toThrow(
      'the list has 2 of 3 tools',
    );
  });

  it('forwards the calls of as many callers as it is told to', async () => {
    const seen = new Set<string>();
    const port = await listen((incoming, response) => {
      seen.add(String(incoming.headers['x-forwarded-for']));
      void read(incoming).then((asked) => asJson(response, right(asked)));
    });

    await new HttpLoad(echo, { port, connections: 3, addresses: 12 }).run(BRIEFLY_MS);

    expect([...seen].filter((address) => isIPv4(address))).toHaveLength(12);
    expect(seen.size).toBe(12);
  });

  it('sends headers of its own on each connection', async () => {
    const seen = new Map<number | undefined, Set<unknown>>();
    const port = await listen((incoming, response) => {
      const { remotePort } = incoming.socket;
      seen.set(remotePort, (seen.get(remotePort) ?? new Set()).add(incoming.headers['mcp-session-id']));
      void read(incoming).then((asked) => asJson(response, right(asked)));
    });
    const headersOf = (index: number): object => ({ 'Mcp-Session-Id': `session-${index}` });

    await new HttpLoad(echo, { port, connections: 2, headersOf }).run(BRIEFLY_MS);

    const sessions = [...seen.values()].map((ids) => [...ids].join());
    expect(sessions.sort()).toEqual(['session-0', 'session-1']);
  });

  it('reads the meter when the first call is sent and when the time is up', async () => {
    const port = await listen((incoming, response) => {
      void read(incoming).then((asked) => asJson(response, right(asked)));
    });
    const readings = [
      { server: 1, load: 10 },
      { server: 3, load: 15 },
    ];

    const { used } = await new HttpLoad(echo, { port, connections: 1 }).run(BRIEFLY_MS, () => readings.shift()!);

    expect(used).toEqual({ server: 2, load: 5 });
    expect(readings).toEqual([]);
  });

  it('does not go on where the server hangs up', async () => {
    const hangUp: Send = (response) => void response.destroy();

    await expect(load(right, hangUp)).rejects.toThrow();
  });
});
