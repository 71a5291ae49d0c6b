import { readFileSync } from 'node:fs';
import { Logger } from '@nestjs/common';
import type { Settings } from '../../config/index.js';
import { createLogger } from './pino-logger.js';

type LogSettings = Pick<Settings, 'logLevel' | 'logFormat'>;

const json: LogSettings = { logLevel: 'trace', logFormat: 'json' };
const pretty: LogSettings = { logLevel: 'trace', logFormat: 'pretty' };

/** Runs calls against a logger and gives the lines it wrote. */
async function linesOf(settings: LogSettings, act: (logger: Logger) => void): Promise<string[]> {
  let written = '';
  const sink = {
    write: (text: string) => {
      written += text;
    },
  };
  Logger.overrideLogger(await createLogger(settings, sink));
  act(new Logger('Orders'));
  Logger.overrideLogger(false);
  return written.split('\n').slice(0, -1);
}

/** Gives the records of those lines, less what differs from run to run. */
async function recordsOf(act: (logger: Logger) => void, settings = json): Promise<unknown[]> {
  const lines = await linesOf(settings, act);
  return lines.map((line) => {
    const { time, pid, hostname, ...record } = JSON.parse(line) as Record<string, unknown>;
    expect([typeof time, typeof pid, typeof hostname]).toEqual(['string', 'number', 'string']);
    return record;
  });
}

describe('PinoLogger', () => {
  const boom = Object.assign(new Error('boom', { cause: new TypeError('socket') }), {
    code: 'E_BOOM',
    request: { headers: { authorization: 'Bearer canary' } },
  });
  const err = {
    type: 'Error',
    message: 'boom',
    stack: boom.stack,
    code: 'E_BOOM',
    cause: { type: 'TypeError', message: 'socket', stack: (boom.cause as Error).stack },
  };

  it('maps the levels of Nest', async () => {
    const records = await recordsOf((logger) => {
      logger.verbose('a');
      logger.debug('b');
      logger.log('c');
      logger.warn('d');
      logger.error('e');
      logger.fatal('f');
    });

    expect(records).toEqual([
      { level: 'trace', context: 'Orders', msg: 'a' },
      { level: 'debug', context: 'Orders', msg: 'b' },
      { level: 'info', context: 'Orders', msg: 'c' },
      { level: 'warn', context: 'Orders', msg: 'd' },
      { level: 'error', context: 'Orders', msg: 'e' },
      { level: 'fatal', context: 'Orders', msg: 'f' },
    ]);
  });

  it.each<[string, (logger: Logger) => void, unknown]>([
    ['objects', (l) => l.log('m', { a: 1 }, { b: 2 }), { level: 'info', msg: 'm', data: { a: 1, b: 2 } }],
    ['an object as message', (l) => l.log({ a: 1 }), { level: 'info', data: { a: 1 } }],
    ['values beside', (l) => l.warn('m', 7, ['x']), { level: 'warn', msg: 'm', data: { extra: [7, ['x']] } }],
    ['an error beside', (l) => l.warn('m', boom), { level: 'warn', msg: 'm', err }],
    ['an error as message', (l) => l.error(boom), { level: 'error', msg: 'boom', err }],
    ['a message and an error', (l) => l.error('m', boom), { level: 'error', msg: 'm', err }],
    [
      'a message and a stack',
      (l) => l.error('m', boom.stack),
      { level: 'error', msg: 'm', err: { stack: boom.stack } },
    ],
    ['an error and its stack', (l) => l.error(boom, boom.stack), { level: 'error', msg: 'boom', err }],
    [
      'an error and an object',
      (l) => l.error('m', boom, { id: 1 }),
      { level: 'error', msg: 'm', err, data: { id: 1 } },
    ],
    [
      'errors inside objects',
      (l) => l.warn('m', { boom, all: [boom] }),
      { level: 'warn', msg: 'm', data: { boom: err, all: [err] } },
    ],
    ['an instance', (l) => l.log(new Map([['a', 1]])), { level: 'info', msg: "Map(1) { 'a' => 1 }" }],
    ['a function', (l) => l.debug(() => 'late'), { level: 'debug', msg: 'late' }],
    ['a class', (l) => l.log(Logger), { level: 'info', msg: 'Logger' }],
    ['nothing', (l) => l.log(undefined), { level: 'info', msg: 'undefined' }],
  ])('writes %s', async (_, act, expected) => {
    const records = await recordsOf(act);

    expect(records).toEqual([{ context: 'Orders', ...(expected as object) }]);
  });

  it.each<[string, () => void, unknown]>([
    ['a message and a context', () => Logger.log('m', 'Ctx'), { level: 'info', msg: 'm', context: 'Ctx' }],
    [
      'an error, its stack and a context',
      () => Logger.error(boom, boom.stack, 'Ctx'),
      { level: 'error', msg: 'boom', context: 'Ctx', err },
    ],
    [
      'a message, a stack without frames and a context',
      () => Logger.error('m', 'Boom', 'Ctx'),
      { level: 'error', msg: 'm', context: 'Ctx', err: { stack: 'Boom' } },
    ],
    [
      'a message and a context as an error',
      () => Logger.error('m', 'Ctx'),
      { level: 'error', msg: 'm', context: 'Ctx' },
    ],
    [
      'a message and a stack',
      () => Logger.fatal('m', boom.stack),
      { level: 'fatal', msg: 'm', err: { stack: boom.stack } },
    ],
  ])('writes what the static logger passes: %s', async (_, act, expected) => {
    expect(await recordsOf(act)).toEqual([expected]);
  });

  it("knows Node's own errors, whatever realm they come from", async () => {
    const records = await recordsOf((logger) => {
      try {
        readFileSync('/nowhere');
      } catch (error) {
        logger.error('m', error);
      }
    });

    expect(records).toMatchObject([{ msg: 'm', err: { type: 'Error', code: 'ENOENT' } }]);
  });

  it('writes nothing below its level, and calls no function for it', async () => {
    const late = jest.fn(() => 'late');
    const records = await recordsOf(
      (logger) => {
        logger.debug(late);
        logger.warn('kept');
      },
      { logLevel: 'warn', logFormat: 'json' },
    );

    expect([records, late.mock.calls]).toEqual([[{ level: 'warn', context: 'Orders', msg: 'kept' }], []]);
  });

  it('survives values that JSON cannot hold', async () => {
    const circular: Record<string, unknown> = { big: 7n };
    circular.self = circular;
    const nested = { circular };

    expect(await recordsOf((logger) => logger.log('m', nested))).toEqual([
      { level: 'info', context: 'Orders', msg: 'm', data: { circular: { big: 7, self: '[Circular]' } } },
    ]);
  });

  it.each([json, pretty])('writes one line for each record: $logFormat', async (settings) => {
    const lines = await linesOf(settings, (logger) => {
      logger.log('first\r\n{"level":"fatal"}', { note: 'a\nb\u2028c' });
      logger.error(boom);
      Logger.log('third', 'Con\ntext');
    });

    expect(lines).toHaveLength(3);
    expect(lines.join('')).not.toContain('canary');
  });

  it('escapes control characters for people too', async () => {
    const lines = await linesOf(pretty, (logger) => logger.log('a\r\nb\u001b[31m\u009b\u2028', { note: 'x\u007f' }));

    expect(lines.map((line) => line.slice(line.indexOf(']', 2) + 2))).toEqual([
      'INFO: [Orders] a\\r\\nb\\u001b[31m\\u009b\\u2028 {"data":{"note":"x\\u007f"}}',
    ]);
  });
});
