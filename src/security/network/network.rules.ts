import { type CanActivate, type ExecutionContext, ForbiddenException, Injectable } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import { canonicalAddress, isHttpsRequired, isLoopbackHost, Settings, toIpRange } from '../../config/index.js';
import { RequestContext } from '../../mcp/common/request-context.js';
import { addressOf } from './client-address.js';
import { isSecure, type ProxyTrustFunction } from './proxy.trust.js';
import { BlockList, isIP } from 'node:net';

/** Accepted `Host` headers that are remembered: each may name another port. */
const MAX_HEADERS = 100;

/**
 * The network rules for a request: an allowed address, HTTPS where that is required, a name of this server as `Host`, and
 * no foreign page as `Origin`. The last two are checked independently: either alone leaves DNS rebinding open.
 */
@Injectable()
export class NetworkRules {
  private readonly addresses: AddressList | undefined;
  private readonly requiresHttps: boolean;
  /** Headers that were allowed: clients use few, and what is not allowed is not remembered. */
  private readonly allowedHeaders = new Set<string>();

  constructor(private readonly settings: Settings) {
    this.requiresHttps = isHttpsRequired(settings);
    this.addresses = settings.ipAllowlist && new AddressList(settings.ipAllowlist);
  }

  /**
   * @param isTrusted whether a proxy is trusted; `undefined` for none
   * @throws ForbiddenException
   */
  check(request: IncomingMessage, isTrusted: ProxyTrustFunction | undefined): void {
    this.assertAddress(request);
    if (this.requiresHttps && !isSecure(request, isTrusted)) {
      throw new ForbiddenException(
        'This server is to be called over HTTPS: use its https URL. A proxy in front has to be named in TRUST_PROXY and to send X-Forwarded-Proto',
      );
    }
    this.assertNames(request);
  }

  private assertAddress(request: IncomingMessage): void {
    // Looked up in any case: Express does not know it any more once the client is gone.
    const address = addressOf(request);
    if (!this.addresses || (address !== undefined && this.addresses.has(address))) return;
    throw new ForbiddenException('This address may not call: it is not in IP_ALLOWLIST');
  }

  private assertNames(request: IncomingMessage): void {
    const { allowedOrigins } = this.settings;
    const { host: addressed = '', origin } = request.headers;
    if (!this.isAllowed(addressed) && !this.isOwn(addressed, request)) {
      throw new ForbiddenException(
        'This server does not answer to that host name: set ALLOWED_HOSTS to the names that clients use',
      );
    }
    if (origin !== undefined && !isAllowedOrigin(origin, allowedOrigins, addressed)) {
      throw new ForbiddenException('This origin may not call: set ALLOWED_ORIGINS to the origins of your web clients');
    }
  }

  /** A name under which the platform says that it serves this function, unless the operator names others. */
  private isOwn(addressed: string, request: IncomingMessage): boolean {
    const hostname = hostnameOf(addressed);
    if (hostname === undefined || this.settings.allowedHosts.length > 0) return false;
    return RequestContext.of(request).platform?.hosts.includes(hostname) ?? false;
  }

  private isAllowed(addressed: string): boolean {
    if (this.allowedHeaders.has(addressed)) return true;
    const { allowedHosts, host, runtime } = this.settings;
    const hostname = hostnameOf(addressed);
    const listening = runtime === 'process' ? host : undefined;
    if (hostname === undefined || !isAllowedHost(hostname, allowedHosts, listening)) return false;
    if (this.allowedHeaders.size < MAX_HEADERS) this.allowedHeaders.add(addressed);
    return true;
  }
}

/** The part of an Express request that tells how it is configured. */
interface ConfiguredRequest extends IncomingMessage {
  readonly app?: { get(name: 'trust proxy fn'): ProxyTrustFunction | undefined };
}

/** The network rules as a guard. */
@Injectable()
export class NetworkGuard implements CanActivate {
  constructor(private readonly rules: NetworkRules) {}

  /** @throws ForbiddenException */
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<ConfiguredRequest>();
    this.rules.check(request, request.app?.get('trust proxy fn'));
    return true;
  }
}

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

/** The host name of a `Host` header, without port and brackets, in lower case; `undefined` when it is none. */
function hostnameOf(header: string): string | undefined {
  if (!/^[\w.:[\]-]+$/.test(header)) return undefined;
  try {
    return new URL(`http://${header}`).hostname.replace(/^\[|\]$/g, '');
  } catch {
    return undefined;
  }
}

/**
 * Whether requests may be addressed to this name. Without a list: the loopback names and the address listened on.
 *
 * @param listening `undefined` where the process itself does not listen, so that no name is its own
 */
function isAllowedHost(hostname: string, allowed: readonly string[], listening: string | undefined): boolean {
  if (allowed.length > 0) return allowed.includes(hostname);
  return listening !== undefined && (hostname === listening.toLowerCase() || isLoopbackHost(hostname));
}

/** Whether a page of this origin may call: a listed origin, or the server's own, whose host name has been checked. */
function isAllowedOrigin(origin: string, allowed: readonly string[], hostHeader: string): boolean {
  if (allowed.includes(origin.toLowerCase())) return true;
  return /^https?:\/\//i.test(origin) && origin.replace(/^https?:\/\//i, '').toLowerCase() === hostHeader.toLowerCase();
}
