import { Injectable, MethodNotAllowedException, type OnModuleInit } from '@nestjs/common';
import { Settings } from '../../config/index.js';
import { eraOf } from '../../mcp/index.js';
import { MessageLimits } from '../../security/index.js';
import { readBody, type Body } from '../network/body.reader.js';
import { FrontDoor } from '../network/front.door.js';
import type { HttpExchange } from '../network/http.exchange.js';
import { HttpSessions } from './http.sessions.js';
import { StatelessServer } from './stateless.server.js';

/** Serves Streamable HTTP: both eras statelessly, and sessions for the legacy era when they are on. */
@Injectable()
export class HttpEndpoint implements OnModuleInit {
  constructor(
    private readonly settings: Settings,
    private readonly limits: MessageLimits,
    private readonly stateless: StatelessServer,
    private readonly sessions: HttpSessions,
    private readonly door: FrontDoor,
  ) {}

  private get methods(): readonly string[] {
    return this.settings.httpSessions ? ['GET', 'POST', 'DELETE'] : ['POST'];
  }

  onModuleInit(): void {
    this.door.serve(this.settings.mcpPath, (exchange) => this.post(exchange));
  }

  /**
   * Serves a request that the edge has let in.
   *
   * @throws HttpException, BodyRejectedError, MessageRejectedError, InsufficientScopeError, SessionLimitError
   */
  async handle(exchange: HttpExchange): Promise<void> {
    switch (exchange.request.method) {
      case 'POST':
        return this.post(exchange);
      case 'GET':
      case 'DELETE':
        if (this.settings.httpSessions) return this.sessions.handle(exchange);
        exchange.setHeader('Allow', 'POST');
        throw new MethodNotAllowedException('Method not allowed.');
      default:
        exchange.setHeader('Allow', this.methods.join(', '));
        throw new MethodNotAllowedException(`Use one of ${this.methods.join(', ')}`);
    }
  }

  private async post(exchange: HttpExchange): Promise<void> {
    const body: Body = await readBody(exchange.request, this.settings);
    const counted = this.limits.admit(exchange.request, exchange, body);
    if (counted) await counted;
    if (exchange.isGone) return;
    const era = eraOf(body, exchange.request.headers);
    if (era === 'legacy' && this.settings.httpSessions) await this.sessions.post(exchange, body);
    else await this.stateless.serve(exchange, body, era);
  }
}
