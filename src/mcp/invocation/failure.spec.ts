import { BadRequestException, ForbiddenException, HttpException, InternalServerErrorException } from '@nestjs/common';
import { ProtocolError, ToolError } from '../contract/index.js';
import { CallTimeoutError } from './deadline.js';
import { failureOf } from './failure.js';
import { describeIssues, InvalidInputError } from './input.pipe.js';
import { ResultTooLargeError } from './serialise.js';

/** As another copy of Nest would throw it. */
class ForeignHttpException extends Error {
  getStatus(): number {
    return 404;
  }
  getResponse(): unknown {
    return { message: 'No such order' };
  }
}

describe('what a failed call comes to', () => {
  it.each<[string, unknown, number, string]>([
    [
      'invalid input',
      new InvalidInputError('arguments for a', [{ path: 'b.0', message: 'is wrong' }]),
      400,
      'Invalid arguments for a. Correct this and call again:\n- b.0: is wrong',
    ],
    ['a tool error', new ToolError('Try later.'), 422, 'Try later.'],
    ['a timeout', new CallTimeoutError(5), 408, 'The call did not finish within 5 ms and was stopped.'],
    [
      'a large result',
      new ResultTooLargeError(9, 5),
      413,
      'The result has 9 bytes and the limit is 5: ask for less, such as a narrower filter or a smaller page.',
    ],
    ['an HTTP exception with a text', new ForbiddenException('Not yours'), 403, 'Not yours'],
    ['an HTTP exception with several messages', new BadRequestException(['a', 'b']), 400, '- a\n- b'],
    ['an HTTP exception with an object', new HttpException({ code: 7 }, 409), 409, 'Http Exception'],
    ['an HTTP exception with a plain text', new HttpException('gone', 410), 410, 'gone'],
    ['an HTTP exception of another Nest', new ForeignHttpException(), 404, 'No such order'],
  ])('%s may be read by the client', (_title, error, status, message) => {
    expect(failureOf(error)).toEqual({ kind: 'expected', status, message });
  });

  it('hands a protocol error on', () => {
    const error = new ProtocolError(-32602, 'no');
    expect(failureOf(error)).toEqual({ kind: 'protocol', error });
  });

  it.each([new Error('secret'), new InternalServerErrorException('secret'), 'text', undefined, null, { getStatus: 1 }])(
    'keeps anything else to itself: %p',
    (cause) => {
      expect(failureOf(cause)).toEqual({ kind: 'internal', id: expect.stringMatching(/^[0-9a-f]{12}$/), cause });
    },
  );

  it('names the first 50 of many issues', () => {
    const issues = Array.from({ length: 60 }, (_, index) => ({ path: `items.${index}`, message: 'is wrong' }));
    const lines = describeIssues([...issues, { path: '', message: 'is long' }]).split('\n');
    expect([lines.length, lines[0], lines.at(-1)]).toEqual([51, '- items.0: is wrong', '- and 11 more']);
  });
});
