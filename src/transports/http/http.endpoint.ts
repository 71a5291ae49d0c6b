import { Injectable, Logger, MethodNotAllowedException, type BeforeApplicationShutdown } from '@nestjs/common';
import type { Request, Response } from 'express';
import {
  createMcpHandler,
  type AuthInfo,
  type McpHttpHandler,
  type McpServerFactory,
} from '@modelcontextprotocol/server';
import { Settings } from '../../config/index.js';
import { ActiveCalls, ChangeBus, LISTEN_METHOD, Principal, ServerFactory, toAuthInfo } from '../../mcp/index.js';
import { principalOf, trackerOf } from '../../security/index.js';
import { readBody } from '../network/body.reader.js';
import { routeOf } from './era.js';
import { carry, type Exchange, type Fetch } from './exchange.js';
import { withHeardUpdates } from './heard-updates.stream.js';
import { HttpSessions } from './http.sessions.js';
import { StatelessLane } from './lane/stateless.lane.js';
import { withTaskNotices } from './task-notices.stream.js';
import { OpenListens } from './open-listens.js';
import { paced } from './paced.js';
import { RefusedAnswers } from './refused.answers.js';
import { RequestAdmission } from './request.admission.js';
import { answerable } from './stateless.batch.js';

/** How long a shutdown waits for running calls. */
const DRAIN_MS = 10_000;

const METHODS = ['GET', 'POST', 'DELETE'];

/** Serves Streamable HTTP: both eras statelessly, and sessions for the legacy era when they are on. */
@Injectable()
export class HttpEndpoint implements BeforeApplicationShutdown {
  private readonly logger = new Logger('Http');
  private readonly handler: McpHttpHandler;
  /** The exchange behind what the SDK is told of its caller. */
  private readonly responses = new WeakMap<AuthInfo, Response>();

  constructor(
    private readonly settings: Settings,
    private readonly sessions: HttpSessions,
    private readonly active: ActiveCalls,
    private readonly admission: RequestAdmission,
    private readonly listens: OpenListens,
    private readonly lane: StatelessLane,
    private readonly refusals: RefusedAnswers,
    servers: ServerFactory,
    changes: ChangeBus,
  ) {
    const principal = Principal.anonymous();
    const serverFor: McpServerFactory = ({ era, authInfo }) => {
      const response = authInfo && this.responses.get(authInfo);
      return paced(servers.create({ transport: 'http', era, live: false, principal }), () => response);
    };
    this.handler = createMcpHandler(serverFor, {
      bus: changes,
      keepAliveMs: settings.keepaliveSeconds * 1000,
      maxRequestBodySize: settings.maxBodyBytes,
      onerror: (error) => this.logger.debug(error.message),
    });
  }

  /** @throws BodyRejectedError, MessageRejectedError, InsufficientScopeError, SessionLimitError, TooManyRequestsException */
  async handle(request: Request, response: Response): Promise<void> {
    if (!METHODS.includes(request.method)) {
      response.setHeader('Allow', METHODS.join(', '));
      throw new MethodNotAllowedException(`Use one of ${METHODS.join(', ')}`);
    }
    const body = request.method === 'POST' ? await readBody(request, this.settings) : undefined;
    if (body !== undefined) await this.admission.count(request, response, body);
    const principal = principalOf(request);
    const refused = (answer: globalThis.Response): Promise<void> => this.refusals.record(request, answer);
    const exchange = { request, response, body, authInfo: toAuthInfo({ principal, request }), refused };
    this.responses.set(exchange.authInfo, response);
    const answer = (): Promise<void> => this.answer(exchange, principal);
    // A shutdown waits for answers, but not for streams that stay open by nature.
    if (body === undefined) await answer();
    else if (isListen(body)) await this.listens.hold(trackerOf(request, principal), answer);
    else await this.active.track(answer);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.active.idle(DRAIN_MS);
    this.lane.close();
    await this.handler.close();
  }

  private async answer(exchange: Exchange, principal: Principal): Promise<void> {
    const { request, body } = exchange;
    const route = routeOf(request, body);
    const modern = route.kind !== 'legacy';
    await this.admission.assertAllowed(exchange, principal, modern);
    if (this.settings.httpSessions && !modern) {
      await this.sessions.handle(exchange, principal);
      return;
    }
    const unary = this.lane.take(exchange, route);
    if (unary) await this.lane.serve(unary, exchange, principal);
    else await this.carry(exchange, principal, modern);
  }

  /** By way of the SDK's handler, which knows every kind of request. */
  private async carry(exchange: Exchange, principal: Principal, modern: boolean): Promise<void> {
    const { body } = exchange;
    const narrowed = await this.admission.narrowed(modern ? body : answerable(body), principal);
    const notices = modern ? await this.admission.notices(body, principal) : undefined;
    const options = { allowance: this.settings.maxResultBytes, runsOn: !modern };
    const fetch: Fetch = async (...call) => {
      const stream = await this.handler.fetch(...call);
      const answer = isListen(body)
        ? withHeardUpdates(stream, (uri) => this.admission.mayHear(uri, principal))
        : stream;
      return notices ? withTaskNotices(answer, notices) : answer;
    };
    await carry({ ...exchange, body: narrowed }, fetch, options);
  }
}

function isListen(body: unknown): boolean {
  return (body as { method?: unknown } | undefined)?.method === LISTEN_METHOD;
}
