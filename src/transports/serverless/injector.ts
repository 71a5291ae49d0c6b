import type { IncomingMessage, OutgoingHttpHeaders, RequestListener, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { INestApplication } from '@nestjs/common';
import { inject } from 'light-my-request';
import { Settings } from '../../config/index.js';
import { ErrorCode, RequestContext } from '../../mcp/index.js';
import { EdgeAudit, UNSPECIFIED_ADDRESS } from '../../security/index.js';
import { MAX_HEADER_BYTES } from '../network/edge.adapter.js';
import { refuse } from '../network/refusal.js';
import { type Answer, type PlatformRequest, faultOf, sizeOf } from './platform-request.js';
import { injectedExpress } from './injected.express.js';
import { prefixOf, withoutPrefix } from './public-path.js';
import { asReceived, endToEnd } from './end-to-end.headers.js';

const RETRY_AFTER_SECONDS = '5';

/** So long may an answer wait for the audit, at most. */
const MAX_AUDIT_MS = 1000;

/** Puts requests into the running application that came to the platform, and not to a port of this process. */
export class Injector {
  private readonly serve: RequestListener;
  private readonly settings: Settings;
  private readonly audit: EdgeAudit;
  /** The request object made for each platform request. */
  private readonly requests = new WeakMap<PlatformRequest, IncomingMessage>();
  private open = 0;

  constructor(app: INestApplication) {
    this.serve = injectedExpress(app);
    this.settings = app.get(Settings, { strict: false });
    this.audit = app.get(EdgeAudit, { strict: false });
  }

  /**
   * Resolves when the head of the answer is there; the body follows as the application writes it.
   *
   * @throws Error when the exchange ends before, since the signal was aborted or the application gave it up
   */
  async send(received: PlatformRequest): Promise<Answer> {
    const platformRequest = atPublicUrl(received, this.settings);
    const unread = { of: undefined as Readable | undefined };
    const { method, target, headers, body: payload, remoteAddress = UNSPECIFIED_ADDRESS } = platformRequest;
    const options = {
      // Without a name of its own a client would get the library's.
      headers: { 'user-agent': undefined, ...asReceived(headers) } satisfies OutgoingHttpHeaders,
      ...(payload !== undefined && { payload }),
      remoteAddress,
      payloadAsStream: true,
      validate: false,
    };
    const begin: RequestListener = (request, response) => {
      request.url = target;
      this.requests.set(received, request);
      adapt(request, response, platformRequest, unread);
      this.begin(request, response, platformRequest);
    };
    const answer = await inject(begin, { ...options, method: method as 'POST', url: '/' });
    const { statusCode: status } = answer;
    // Whoever reads lets go of the stream, and knows nothing of the response behind it.
    answer.stream().once('close', () => answer.raw.res.destroy());
    const body = (unread.of = answer.stream());
    return {
      status,
      headers: endToEnd(answer.headers),
      body: hasBody(method, status) ? body : dropped(body),
    };
  }

  /** Has a record kept of a platform request that the application left without its answer, unless it has left one itself. */
  unanswered(platformRequest: PlatformRequest, status: number): void {
    const request = this.requests.get(platformRequest);
    if (request) this.audit.refused(request, { status });
  }

  /**
   * Waits until the audit is written: once it has the answer, a platform may stop the process at any point.
   *
   * @param limitMs so long at most, and never longer than a second
   */
  async flushAudit(limitMs = Infinity): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const over = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, Math.min(limitMs, MAX_AUDIT_MS));
    });
    await Promise.race([this.audit.flush(), over]);
    clearTimeout(timer);
  }

  /** What Node's HTTP server and the cap of connections refuse where there is a port. */
  private begin(request: IncomingMessage, response: ServerResponse, platformRequest: PlatformRequest): void {
    this.open += 1;
    response.once('close', () => (this.open -= 1));
    platformRequest.signal?.addEventListener('abort', () => response.destroy(), { once: true });
    if (platformRequest.signal?.aborted) return void response.destroy();
    const refusal = this.refusalOf(platformRequest);
    if (!refusal) return this.serve(request, response);
    const [status, message] = refusal;
    if (status === 503) response.setHeader('Retry-After', RETRY_AFTER_SECONDS);
    refuse(response, status, ErrorCode.Refused, message);
    this.audit.refused(request, { status });
  }

  private refusalOf(platformRequest: PlatformRequest): readonly [status: number, message: string] | undefined {
    const fault = faultOf(platformRequest);
    if (fault !== undefined) return [400, fault];
    if (sizeOf(platformRequest.headers) > MAX_HEADER_BYTES)
      return [431, `The headers are larger than ${MAX_HEADER_BYTES} bytes`];
    const isFull = this.open > this.settings.maxConnections;
    return isFull ? [503, 'The server has no room for another connection'] : undefined;
  }
}

/** RFC 9110, sections 9.3.2, 15.3.5 and 15.4.5. */
function hasBody(method: string, status: number): boolean {
  return method !== 'HEAD' && status !== 204 && status !== 304;
}

function dropped(body: Readable): Readable {
  body.resume();
  return Readable.from([]);
}

/** The operator knows under which URL clients reach the function: its name is expected, its path taken away. */
function atPublicUrl(platformRequest: PlatformRequest, { publicUrl }: Settings): PlatformRequest {
  if (publicUrl === undefined) return platformRequest;
  const hosts = [...platformRequest.facts.hosts, new URL(publicUrl).hostname.replace(/^\[|\]$/g, '')];
  const target = withoutPrefix(platformRequest.target, [prefixOf(publicUrl)]);
  return { ...platformRequest, target, facts: { ...platformRequest.facts, hosts } };
}

/** What the application looks at of a connection, and what only the platform knows. */
function adapt(
  request: IncomingMessage,
  response: ServerResponse,
  { secure, facts, remainingMs }: PlatformRequest,
  unread: { readonly of: Readable | undefined },
): void {
  Object.assign(request.socket, { encrypted: secure });
  const context = RequestContext.of(request);
  context.platform = facts;
  context.endsAt = performance.now() + remainingMs;
  // The library throws away what it would write to a socket: what is unread waits in the stream that it hands out.
  Object.defineProperties(response, {
    writableLength: { get: () => unread.of?.readableLength ?? 0 },
    writableNeedDrain: {
      get: () => unread.of !== undefined && unread.of.readableLength >= unread.of.readableHighWaterMark,
    },
    writableFinished: { get: () => response.writableEnded },
  });
}
