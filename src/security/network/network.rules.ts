import { ForbiddenException, Injectable } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import { isHttpsRequired, Settings } from '../../config/index.js';
import { RequestContext } from '../../mcp/common/request-context.js';
import { AddressList } from './address.list.js';
import { hostnameOf, isAllowedHost, isAllowedOrigin } from './allowed-names.js';
import { addressOf } from './client-address.js';
import { isSecure, type ProxyTrustFunction } from './proxy.trust.js';

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
