import type { RequestHandler } from 'express';
import helmet from 'helmet';
import { isHttpsRequired, isLoopbackHost, type Settings } from '../../config/index.js';

/**
 * Headers that keep browsers from making more of an answer than it is: no answer of this server is a page. HTTPS is
 * insisted on only where it is the rule; on the loopback it would hold for every other server of the machine.
 */
export function responseHeaders(settings: Settings): RequestHandler {
  const headers = staticHeaders(settings);
  return (_request, response, next) => {
    for (const [name, value] of headers) response.setHeader(name, value);
    next();
  };
}

/** The same headers as a list: every response gets them. */
export function staticHeaders(settings: Settings): readonly (readonly [name: string, value: string])[] {
  return headersOf(
    helmet({
      contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
      strictTransportSecurity: isHttpsRequired(settings) && !isLoopbackHost(settings.host),
      xFrameOptions: { action: 'deny' },
    }),
  );
}

function headersOf(middleware: ReturnType<typeof helmet>): readonly [string, string][] {
  const headers: [string, string][] = [];
  const recorder = {
    setHeader: (name: string, value: string) => headers.push([name, value]),
    removeHeader: () => undefined,
  };
  middleware(undefined as never, recorder as never, (error) => {
    if (error) throw error as Error;
  });
  return headers;
}
