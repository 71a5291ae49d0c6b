import fc from 'fast-check';
import { AddressList } from '../../../src/security/network/network.rules.js';
import { addressGroupOf, addressOf } from '../../../src/security/network/client-address.js';
import { serve } from '../../support/serve.js';
import { httpModern } from '../../support/combinations.js';
import { OrdersToolset } from '../auth/support/orders.toolset.js';
import { knockOn } from './support/knock.js';
import { everyTransport, routes } from './support/routes.js';

async function started(settings: Record<string, string>): Promise<string> {
  const env = { ...everyTransport, ...settings };
  const { url } = await serve(OrdersToolset).settings(env).over(httpModern);
  return url;
}

const forwarded = (value: string): Record<string, string> => ({ 'x-forwarded-for': value });

describe.each(routes)('$name', (route) => {
  it('row 32: an address outside IP_ALLOWLIST → 403, one inside passes', async () => {
    const url = await started({ IP_ALLOWLIST: '127.0.0.1,10.0.0.0/8' });

    const inside = await knockOn(url, route);
    const outside = await knockOn(url, route, { from: '127.0.0.2' });

    expect([inside.status, outside.status]).toEqual([route.admitted, 403]);
    expect(outside.text).toContain('IP_ALLOWLIST');
  });

  it('row 32: X-Forwarded-For of an untrusted peer is ignored', async () => {
    const url = await started({ IP_ALLOWLIST: '127.0.0.1,10.0.0.0/8', TRUST_PROXY: '127.0.0.1' });

    const spoofed = await knockOn(url, route, { from: '127.0.0.2', headers: forwarded('10.1.1.1') });

    expect(spoofed.status).toBe(403);
  });

  it.each([
    ['10.1.1.1', true],
    ['::ffff:10.1.1.1', true],
    ['10.1.1.1:4711', true],
    ['192.0.2.1', false],
    // The last word is that of the trusted proxy; what stands before it came from its client.
    ['10.1.1.1, 192.0.2.1', false],
  ])('row 32: a trusted peer forwards %s → in the list: %s', async (address, isIn) => {
    const url = await started({ IP_ALLOWLIST: '127.0.0.1,10.0.0.0/8', TRUST_PROXY: '127.0.0.3' });

    const { status } = await knockOn(url, route, { from: '127.0.0.3', headers: forwarded(address) });

    expect(status).toBe(isIn ? route.admitted : 403);
  });

  it('row 32: a number of proxies counts from this end', async () => {
    const url = await started({ IP_ALLOWLIST: '127.0.0.1,10.0.0.0/8', TRUST_PROXY: '2' });

    const second = await knockOn(url, route, { headers: forwarded('192.0.2.1, 10.1.1.1, 127.0.0.9') });
    const third = await knockOn(url, route, { headers: forwarded('10.1.1.1, 192.0.2.1, 127.0.0.9') });

    expect([second.status, third.status]).toEqual([route.admitted, 403]);
  });
});

describe('row 32: lists of addresses', () => {
  const octet = fc.nat(255);
  const ipv4 = fc.tuple(octet, octet, octet, octet);
  const hex = (high: number, low: number): string => ((high << 8) | low).toString(16);

  it('an IPv4 address is in a range of IPv4 in each of its spellings', () => {
    fc.assert(
      fc.property(ipv4, fc.nat(32), ([a, b, c, d], prefix) => {
        const list = new AddressList([`${a}.${b}.${c}.${d}/${prefix}`]);
        const spellings = [`${a}.${b}.${c}.${d}`, `::ffff:${a}.${b}.${c}.${d}`, `::FFFF:${hex(a, b)}:${hex(c, d)}`];

        expect(spellings.map((text) => list.has(text))).toEqual([true, true, true]);
      }),
    );
  });

  it('ranges that are written as mapped IPv6 hold IPv4 addresses', () => {
    const list = new AddressList(['::ffff:10.0.0.0/104']);

    expect(['10.1.2.3', '::ffff:10.1.2.3', '11.1.2.3'].map((text) => list.has(text))).toEqual([true, true, false]);
  });

  it.each(['', 'unknown', '10.0.0.1/8', '1.2.3', '::1%lo extra', '_hidden'])('%j is in no list', (text) => {
    expect(new AddressList(['0.0.0.0/0', '::/0']).has(text)).toBe(text === '::1%lo extra');
  });
});

describe('row 32: addresses in limits', () => {
  const group = (ip: string): string => addressGroupOf({ ip, headers: {} });

  it('IPv6 is grouped by its /64 network, and IPv4 by the address, however it is written', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(0xffff), { minLength: 8, maxLength: 8 }), fc.nat(0xffff), (groups, other) => {
        fc.pre(groups[0] !== 0);
        const write = (values: readonly number[]): string => values.map((value) => value.toString(16)).join(':');
        const neighbour = [...groups.slice(0, 7), other];
        const stranger = [...groups.slice(0, 3), groups[3]! ^ 1, ...groups.slice(4)];

        expect(group(write(neighbour))).toBe(group(write(groups)));
        expect(group(write(stranger))).not.toBe(group(write(groups)));
      }),
    );
    expect([group('::ffff:192.0.2.1'), group('192.0.2.1:80'), group('192.0.2.2')]).toEqual([
      '192.0.2.1',
      '192.0.2.1',
      '192.0.2.2',
    ]);
  });

  it('what is forwarded and no address counts as the peer that forwarded it', () => {
    const request = { ip: 'x'.repeat(9000), headers: {}, socket: { remoteAddress: '::ffff:10.0.0.9' } };

    expect([addressOf(request), addressGroupOf({ ip: 'unknown', headers: {} })]).toEqual(['10.0.0.9', 'unknown']);
  });
});
