import { Readable } from 'node:stream';
import type { Answer, PlatformRequest } from '../platform-request.js';
import { valuesOf } from '../end-to-end.headers.js';
import { webStream } from './web.stream.js';
import { type Boot, FunctionApplication } from '../function.application.js';
import type { Injector } from '../injector.js';
import { givenUp, notStarted } from '../fallback.responses.js';

/** What a platform knows of a request and a `Request` has no place for. */
export interface FetchInfo {
  /** Address of the client, as the platform knows it. Never take it from a header. */
  readonly remoteAddress?: string;
}

export interface FetchHandlers {
  fetch(this: void, request: Request, info?: FetchInfo): Promise<Response>;
  /** Lets running calls finish, and ends the application. */
  close(this: void): Promise<void>;
}

/** Answers without a body (Fetch standard, null body status). */
const WITHOUT_BODY = new Set([204, 205, 304]);

/**
 * A web-standard handler that serves an application. It is started by the first request.
 *
 * @example
 * ```ts
 * export const { fetch } = toFetch(() => NestFactory.create(AppModule, { bodyParser: false }));
 * ```
 */
export function toFetch(boot: Boot): FetchHandlers {
  const application = new FunctionApplication(boot);
  return {
    fetch: async (request, info = {}) => {
      const injector = await application.injector();
      if (!injector) return toResponse(notStarted(), async () => undefined);
      return toResponse(await answerTo(injector, request, info), () => injector.flushAudit());
    },
    close: () => application.close(),
  };
}

async function answerTo(injector: Injector, request: Request, info: FetchInfo): Promise<Answer> {
  const platformRequest = toPlatformRequest(request, info);
  try {
    return await injector.send(platformRequest);
  } catch (error) {
    // Whoever went away hears it from the platform as usual.
    if (request.signal.aborted) throw request.signal.reason ?? error;
    const answer = givenUp(undefined);
    injector.unanswered(platformRequest, answer.status);
    return answer;
  }
}

function toPlatformRequest(request: Request, { remoteAddress }: FetchInfo): PlatformRequest {
  const url = new URL(request.url);
  const headers = Object.fromEntries(request.headers);
  return {
    method: request.method,
    target: `${url.pathname}${url.search}`,
    headers: { ...headers, host: headers['host'] ?? url.host },
    body: request.body ? Readable.fromWeb(request.body) : undefined,
    remoteAddress,
    secure: url.protocol === 'https:',
    facts: { hosts: [] },
    remainingMs: Infinity,
    signal: request.signal,
  };
}

async function toResponse({ status, headers, body }: Answer, beforeEnd: () => Promise<void>): Promise<Response> {
  const { lines, cookies } = valuesOf(headers);
  const fields: [string, string][] = lines.map(([name, values]) => [name, values.join(', ')]);
  const all = [...fields, ...cookies.map((cookie): [string, string] => ['set-cookie', cookie])];
  if (!WITHOUT_BODY.has(status)) {
    return new Response(webStream(body, beforeEnd), { status, headers: all });
  }
  body.resume();
  await beforeEnd();
  return new Response(null, { status, headers: all });
}
