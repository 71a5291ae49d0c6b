import { createRemoteJWKSet, jwtVerify } from 'jose';
import { FIRST_ADDRESS, issuer, RequestBytes } from './support/bench.js';

describe('the bytes of a request', () => {
  const textOf = (id: number): string => `X-Forwarded-For: ${FIRST_ADDRESS}\r\n\r\n{"id":${id},"text":"abc${id}"}`;

  it('differ in the id only', () => {
    const request = new RequestBytes(textOf);

    expect(request.withId(123_456_789).toString()).toBe(textOf(123_456_789));
    expect(request.withId(100_000_007).toString()).toBe(textOf(100_000_007));
  });

  it('are forwarded for a hundred thousand callers', () => {
    const request = new RequestBytes(textOf);
    const addresses = new Set<string>();

    for (let index = 0; index < 100_000; index += 1) {
      request.from(index);
      addresses.add(request.withId(100_000_000).toString('latin1', 17, 17 + FIRST_ADDRESS.length));
    }

    expect(addresses.size).toBe(100_000);
    expect([...addresses].filter((address) => !/^10\.1\d\d\.1\d\d\.1\d\d$/.test(address))).toEqual([]);
  });
});

describe('the issuer of tokens', () => {
  it('signs tokens with the keys that it publishes', async () => {
    const { headers, env } = await issuer();
    const token = headers.Authorization!.replace('Bearer ', '');
    const keys = createRemoteJWKSet(new URL(env.JWT_JWKS_URI!));

    const { payload } = await jwtVerify(token, keys, { issuer: env.JWT_ISSUER, audience: env.JWT_AUDIENCE });

    expect(payload).toMatchObject({ sub: 'bench', scope: 'bench' });
  });
});
