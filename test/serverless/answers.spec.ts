import { Controller, Get, Head, Res } from '@nestjs/common';
import type { Response } from 'express';
import { eventOf, type DocumentName } from './support/documents.js';
import { lambda } from './support/functions.js';

const BYTES = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 255, 254]);

@Controller('things')
class ThingsController {
  @Get('picture')
  picture(@Res() response: Response): void {
    response.type('image/png').send(BYTES);
  }

  @Get('cookies')
  cookies(@Res() response: Response): void {
    response
      .cookie('a', '1', { path: '/x' })
      .cookie('b', '2; 3')
      .append('Vary', 'A')
      .append('Vary', 'B')
      .json({ é: '€' });
  }

  @Head('head')
  head(@Res() response: Response): void {
    response.set('X-Head', 'yes').send('not sent');
  }
}

const SOURCES: readonly DocumentName[] = ['http-api', 'rest-api', 'alb', 'alb.multi-value'];

function asking(name: DocumentName, path: string, method = 'GET'): object {
  const event = eventOf(name) as { rawPath?: string };
  const changed = event.rawPath === undefined ? { path } : { rawPath: `/prod${path}` };
  return eventOf(name, {
    httpMethod: method,
    body: null,
    ...changed,
    requestContext: { http: { method } },
    pathParameters: { proxy: path.slice(1) },
  });
}

describe.each(SOURCES)('an answer to %s', (name) => {
  it('that is no text comes through unharmed', async () => {
    const { handler } = lambda({ controllers: [ThingsController] });

    const { isBase64Encoded, body } = await handler(asking(name, '/things/picture'));

    expect([isBase64Encoded, Buffer.from(body, 'base64')]).toEqual([true, BYTES]);
  });

  it('has no body after HEAD', async () => {
    const { handler } = lambda({ controllers: [ThingsController] });

    const { statusCode, body } = await handler(asking(name, '/things/head', 'HEAD'));

    expect([statusCode, body]).toEqual([200, '']);
  });
});

describe('cookies and headers with several values', () => {
  const COOKIES = ['a=1; Path=/x', 'b=2%3B%203; Path=/'];
  const answerTo = async (name: DocumentName) =>
    lambda({ controllers: [ThingsController] }).handler(asking(name, '/things/cookies'));

  it('come beside the headers for payload 2.0', async () => {
    const { cookies, headers, body } = await answerTo('http-api');

    expect([cookies, headers?.['vary'], body]).toEqual([COOKIES, 'A, B', '{"é":"€"}']);
  });

  it.each(['rest-api', 'alb.multi-value'] as const)('come in lists for %s', async (name) => {
    const { multiValueHeaders, headers } = await answerTo(name);

    expect([multiValueHeaders?.['set-cookie'], multiValueHeaders?.['vary'], headers]).toEqual([
      COOKIES,
      ['A', 'B'],
      undefined,
    ]);
  });

  it('come under spellings of the name for a load balancer with single values', async () => {
    const { headers = {}, statusDescription } = await answerTo('alb');

    const spelled = Object.entries(headers).filter(([header]) => header.toLowerCase() === 'set-cookie');
    expect([spelled.map(([, cookie]) => cookie), statusDescription]).toEqual([COOKIES, '200 OK']);
  });
});

it('an answer says nothing about a connection, which is the platform’s', async () => {
  const { headers = {} } = await lambda({ controllers: [ThingsController] }).handler(
    asking('http-api', '/things/cookies'),
  );

  expect(Object.keys(headers).filter((name) => /^(connection|keep-alive|transfer-encoding)$/i.test(name))).toEqual([]);
});
