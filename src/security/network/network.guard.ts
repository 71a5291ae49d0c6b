import { ForbiddenException, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import { Settings } from '../../config/index.js';
import { hostnameOf, isAllowedHost, isAllowedOrigin } from './allowed-names.js';

/**
 * Lets a request pass only if it is addressed to a name of this server and comes from no foreign page. The two are
 * checked independently: either alone leaves DNS rebinding open (MCP specification, basic/transports: security warning).
 */
@Injectable()
export class NetworkGuard implements CanActivate {
  constructor(private readonly settings: Settings) {}

  canActivate(context: ExecutionContext): boolean {
    const { headers } = context.switchToHttp().getRequest<IncomingMessage>();
    const { allowedHosts, allowedOrigins, host } = this.settings;
    const { host: addressed = '', origin } = headers;
    const hostname = hostnameOf(addressed);
    if (hostname === undefined || !isAllowedHost(hostname, allowedHosts, host)) {
      throw new ForbiddenException(
        'This server does not answer to that host name: set ALLOWED_HOSTS to the names that clients use',
      );
    }
    if (origin !== undefined && !isAllowedOrigin(origin, allowedOrigins, addressed)) {
      throw new ForbiddenException('This origin may not call: set ALLOWED_ORIGINS to the origins of your web clients');
    }
    return true;
  }
}
