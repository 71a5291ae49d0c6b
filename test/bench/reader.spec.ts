import { ResponseReader } from './support/bench.js';

const ANSWERS = [
  'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello',
  'HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\n\r\n',
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n',
  'HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno',
];
const READ = ['200 hello', '202 ', '200 hello', '404 no'];

describe('the reader of answers', () => {
  it.each([1, 2, 3, 7, 1000])('takes them apart, in pieces of %d bytes', (size) => {
    const read: string[] = [];
    const reader = new ResponseReader((body, { status }) => read.push(`${status} ${body.toString()}`));
    const bytes = Buffer.from(ANSWERS.join(''));

    for (let start = 0; start < bytes.length; start += size) reader.push(bytes.subarray(start, start + size));

    expect(read).toEqual(READ);
  });

  it('does not wait for the end of an answer that has none', () => {
    const reader = new ResponseReader(() => undefined);

    expect(() => reader.push(Buffer.from('HTTP/1.1 200 OK\r\n\r\nhello'))).toThrow('An answer without an end');
  });
});
