import { BadRequestException, Injectable, NotFoundException, type OnModuleInit } from '@nestjs/common';
import { Settings } from '../../config/index.js';
import { Engine } from '../../mcp/index.js';
import { MessageLimits, trackerOf } from '../../security/index.js';
import { readBody } from '../network/body.reader.js';
import { FrontDoor } from '../network/front.door.js';
import type { HttpExchange } from '../network/http.exchange.js';
import { SessionRegistry } from '../network/session.registry.js';
import { SseSession } from './sse.session.js';

/** Opens event streams, and takes what their clients post. */
@Injectable()
export class SseSessions implements OnModuleInit {
  constructor(
    private readonly registry: SessionRegistry,
    private readonly engine: Engine,
    private readonly settings: Settings,
    private readonly limits: MessageLimits,
    private readonly door: FrontDoor,
  ) {}

  onModuleInit(): void {
    this.door.serve(this.settings.messagesPath, (exchange) => this.receive(exchange));
  }

  /**
   * @param endpoint path that the client is told to post to
   * @throws SessionLimitError
   */
  async open(endpoint: string, { request, response, context, isGone }: HttpExchange): Promise<void> {
    // The client may have gone while the guards were asked: no event would ever end the session.
    if (isGone) return;
    const { principal } = context;
    const tracker = trackerOf(request, principal);
    this.registry.assertRoom(tracker);
    // Proxies such as nginx would hold events back otherwise.
    response.setHeader('X-Accel-Buffering', 'no');
    const opened = (session: SseSession): void => {
      this.registry.add(session, tracker);
      response.once('close', () => {
        this.registry.remove(session.id);
        void session.close();
      });
    };
    await SseSession.open(endpoint, principal, this.engine, response, this.settings, opened);
  }

  /** @throws HttpException, BodyRejectedError, MessageRejectedError, InsufficientScopeError */
  async receive(exchange: HttpExchange): Promise<void> {
    const { request, context } = exchange;
    const [id = '', ...others] = new URL(request.url ?? '', 'http://localhost').searchParams.getAll('sessionId');
    if (id === '' || others.length > 0) {
      throw new BadRequestException(
        `The query names no session: open GET ${this.settings.ssePath} first and post to the endpoint it names`,
      );
    }
    const session = this.registry.find(id, context.principal);
    if (!(session instanceof SseSession)) throw new NotFoundException('Session not found');
    const body = await readBody(request, this.settings);
    const counted = this.limits.admit(request, exchange, body);
    if (counted) await counted;
    // The stream may have ended while the message came in.
    if (!session.isOpen) throw new NotFoundException('Session not found');
    await session.post(exchange, body);
    exchange.end(202, [], 'Accepted');
  }
}
