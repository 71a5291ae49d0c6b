import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { ExternalContextCreator, HttpAdapterHost, ModulesContainer } from '@nestjs/core';
import type { Express } from 'express';
import proxyAddress from 'proxy-addr';
import { Settings } from '../../config/index.js';
import {
  andThen,
  CallChecks,
  hasGlobalEnhancers,
  isPromise,
  type EnhancerConfig,
  type MaybePromise,
} from '../../mcp/index.js';
import {
  Authenticator,
  crossOriginHeaders,
  FailedAuthenticationLimit,
  MessageLimits,
  NetworkRules,
  readAddress,
  staticHeaders,
  type ProxyTrustFunction,
  type RateLimit,
} from '../../security/index.js';
import { EdgeAdapter } from './edge.adapter.js';
import { EdgeResponder } from './edge.responder.js';
import { HttpExchange } from './http.exchange.js';

/** Serves the requests to one path, once the edge has let them in. */
export type Endpoint = (exchange: HttpExchange) => MaybePromise<void>;

/**
 * Takes ordinary POST requests to the protocol's endpoints before Express sees them, with the same checks as Nest's guards:
 * network rules, authentication, throttling. Everything else goes to Express unread. It stays closed where the application
 * has global enhancers or middleware of its own, which Express and Nest have to run.
 */
@Injectable()
export class FrontDoor implements OnApplicationBootstrap {
  private readonly endpoints = new Map<string, Endpoint>();
  private readonly fixedHead: readonly string[];
  private express: Express | undefined;
  private isTrusted: ProxyTrustFunction | undefined;

  constructor(
    private readonly settings: Settings,
    private readonly rules: NetworkRules,
    private readonly authenticator: Authenticator,
    private readonly failures: FailedAuthenticationLimit,
    private readonly limits: MessageLimits,
    private readonly responder: EdgeResponder,
    private readonly host: HttpAdapterHost,
    private readonly modules: ModulesContainer,
    private readonly contexts: ExternalContextCreator,
    private readonly checks: CallChecks,
  ) {
    this.fixedHead = staticHeaders(settings).flat();
  }

  /** Registers the endpoint of a transport. */
  serve(path: string, endpoint: Endpoint): void {
    this.endpoints.set(path, endpoint);
  }

  onApplicationBootstrap(): void {
    const { httpAdapter } = this.host;
    // The server of an application that embeds this one is the application's own.
    if (!(httpAdapter instanceof EdgeAdapter) || httpAdapter.hasForeignMiddleware || this.isForeign()) return;
    this.express = httpAdapter.getInstance<Express>();
    // Set by TRUST_PROXY, or by a provider of the application.
    if (this.express.enabled('trust proxy')) this.isTrusted = this.express.get('trust proxy fn') as ProxyTrustFunction;
    httpAdapter.openDoor((request, response, next) => this.take(request, response, next));
  }

  /** Whether the application has something of its own to run in front of every request. */
  private isForeign(): boolean {
    const { config } =
      (this.contexts as unknown as { filtersContextCreator?: { config?: EnhancerConfig } }).filtersContextCreator ?? {};
    const isOwn = (guard: object): boolean => this.checks.isOwnGuard(guard);
    const hasMiddleware = [...this.modules.values()].some(
      ({ instance }) => typeof (instance as { configure?: unknown } | undefined)?.configure === 'function',
    );
    return !config || hasMiddleware || hasGlobalEnhancers(config, isOwn);
  }

  private take(request: IncomingMessage, response: ServerResponse, next: RequestListener): void {
    const endpoint = request.method === 'POST' ? this.endpoints.get(pathOf(request.url ?? '')) : undefined;
    if (!endpoint) return next(request, response);
    const exchange = new HttpExchange(request, response, [
      ...this.fixedHead,
      ...crossOriginHeaders(this.settings, request),
    ]);
    exchange.context.dress = () => this.dress(exchange);
    try {
      const served = andThen(this.admit(exchange), () => endpoint(exchange));
      if (isPromise(served)) served.catch((error: unknown) => this.responder.refuse(error, exchange));
    } catch (error) {
      this.responder.refuse(error, exchange);
    }
  }

  /** The checks in the order of the guards of `ProtocolEndpoint`. */
  private admit(exchange: HttpExchange): MaybePromise<void> {
    const { request, context } = exchange;
    const forwarded = this.isTrusted ? proxyAddress(request, this.isTrusted) : undefined;
    context.address = readAddress(forwarded, request.socket.remoteAddress);
    this.rules.check(request, this.isTrusted);
    return andThen(this.authenticated(request), () =>
      andThen(this.limits.countRequest(request), (limit) => addRateLimit(exchange, limit)),
    );
  }

  private authenticated(request: IncomingMessage): MaybePromise<unknown> {
    if (this.settings.auth.includes('none')) return undefined;
    return this.failures.around(request, () => this.authenticator.authenticate(request));
  }

  /** Gives a request what Express, its router and passport add, which the application's guards and other enhancers expect. */
  private dress({ request, response, context: { principal } }: HttpExchange): void {
    const { express } = this;
    if (!express || 'originalUrl' in request) return;
    Object.setPrototypeOf(request, express.request);
    Object.setPrototypeOf(response, express.response);
    const path = pathOf(request.url ?? '');
    const route = express.router.stack.find((layer) => layer.route?.path === path)?.route;
    Object.assign(request, { originalUrl: request.url, baseUrl: '', params: {}, res: response, route });
    if (principal.method !== 'anonymous') Object.assign(request, { user: principal });
    Object.assign(response, { req: request, locals: {} });
  }
}

/** The path as it has to be spelled for the door; other spellings are Express's to judge. */
function pathOf(url: string): string {
  const query = url.indexOf('?');
  return query === -1 ? url : url.slice(0, query);
}

function addRateLimit(exchange: HttpExchange, limit: RateLimit | undefined): void {
  if (!limit) return;
  exchange.setHeader('RateLimit-Limit', String(limit.limit));
  exchange.setHeader('RateLimit-Remaining', String(limit.remaining));
  exchange.setHeader('RateLimit-Reset', String(limit.reset));
}
