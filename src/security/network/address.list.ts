import { BlockList, isIP } from 'node:net';
import { canonicalAddress, toIpRange } from '../../config/index.js';

/** Addresses and CIDR ranges. An IPv4 address that is written as IPv6 is in the ranges of IPv4. */
export class AddressList {
  private readonly ranges = new BlockList();

  constructor(ranges: readonly string[]) {
    for (const text of ranges) {
      const range = toIpRange(text);
      if (range) this.ranges.addSubnet(range.address, range.prefix, range.family);
    }
  }

  has(text: string): boolean {
    const address = canonicalAddress(text);
    return address !== undefined && this.ranges.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
  }
}
