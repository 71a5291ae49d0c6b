import helmet from 'helmet';
import { isHttpsRequired, isLoopbackHost, type Settings } from '../../config/index.js';

/**
 * Headers that keep browsers from making more of an answer than it is: no answer of this server is a page. HTTPS is
 * insisted on only where it is the rule; on the loopback it would hold for every other server of the machine.
 */
export function responseHeaders(settings: Settings): ReturnType<typeof helmet> {
  return helmet({
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
    strictTransportSecurity: isHttpsRequired(settings) && !isLoopbackHost(settings.host),
    xFrameOptions: { action: 'deny' },
  });
}
