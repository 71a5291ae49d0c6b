import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { HttpException, UnauthorizedException } from '@nestjs/common';
import type { JSONRPCMessage, RequestId } from '@modelcontextprotocol/server';
import type { WebSocket } from 'ws';
import {
  ErrorCode,
  MessageRejectedError,
  Peer,
  readMessage,
  RequestContext,
  type MaybePromise,
  type PeerLink,
  type Principal,
  type Session,
} from '../../../src/index.js';
import type { WebSocketController } from './websocket.controller.js';

/** A client that leaves more bytes than this unread is cut off. */
const MAX_UNREAD_BYTES = 1024 * 1024;

/** How long a client may take to answer a close frame before its connection is cut. */
const CLOSE_TIMEOUT_MS = 1000;

/** No headers follow the upgrade: limits are counted, and not announced. */
const NO_HEADERS = { setHeader: (): void => undefined };

/** One client on one WebSocket: each text frame is a JSON-RPC message or a batch. */
export class WebSocketSession implements Session, PeerLink {
  readonly id = randomUUID();
  readonly principal: Principal;
  private readonly peer: Peer;
  private isResponsive = true;

  constructor(
    private readonly socket: WebSocket,
    private readonly request: IncomingMessage,
    private readonly server: WebSocketController,
  ) {
    // #region peer
    const { principal } = RequestContext.of(request);
    this.principal = principal;
    this.peer = new Peer(server.engine, { transport: 'websocket', live: true, principal, link: this });
    socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) socket.close(1003, 'Send text frames');
      else void this.receive(data.toString());
    });
    // #endregion
    socket.on('pong', () => (this.isResponsive = true));
    // An oversized message, for example: the socket closes by itself.
    socket.on('error', () => undefined);
  }

  // #region send
  /** Sends a notification or request of the server, and resolves when the client has room for more. */
  send(text: string): MaybePromise<void> {
    const sent = this.write(text, 0);
    return this.socket.bufferedAmount > 0 ? sent : undefined;
  }

  /** @param allowance bytes that may wait beyond the limit because the client has asked for them */
  private write(text: string, allowance: number): Promise<void> {
    if (this.socket.bufferedAmount > MAX_UNREAD_BYTES + allowance) this.socket.terminate();
    return new Promise((resolve) => this.socket.send(text, () => resolve()));
  }
  // #endregion

  // #region receive
  private async receive(text: string): Promise<void> {
    const { limits, sessions, settings, engine } = this.server;
    // A session that is looked up is in use; one that has ended takes no more messages.
    if (!sessions.find(this.id, this.principal)) return;
    let message: JSONRPCMessage | JSONRPCMessage[] | undefined;
    try {
      try {
        message = readMessage(text, settings.maxJsonDepth);
      } finally {
        await limits.countRequest(this.request);
      }
      await limits.admit(this.request, NO_HEADERS, message);
      const answer = await this.answer(message);
      if (answer !== undefined) void this.write(answer, settings.maxResultBytes);
    } catch (error) {
      const refusal =
        error instanceof HttpException ? new MessageRejectedError(ErrorCode.Refused, error.message) : error;
      // No id for a response of the client: the error would hit a request of its own.
      const id = message && 'method' in message && 'id' in message ? message.id : (error as { id?: RequestId }).id;
      void this.write(engine.answers.error(id, 'legacy', refusal).text, 0);
    }
  }
  // #endregion

  private async answer(message: JSONRPCMessage | JSONRPCMessage[]): Promise<string | undefined> {
    // A context of its own: the headers of the upgrade say nothing about this message.
    const context = new RequestContext();
    context.principal = this.principal;
    context.address = RequestContext.of(this.request).address;
    if (!Array.isArray(message)) return (await this.peer.receive(message, context))?.text;
    const received = await this.peer.receiveBatch(message, context);
    const texts = await Promise.all(received.map(async (answer) => (await answer)?.text ?? []));
    return texts.flat().length === 0 ? undefined : `[${texts.flat().join(',')}]`;
  }

  isBusy(): boolean {
    return this.peer.isAwaited;
  }

  /** Cuts off a client that has not answered the last ping. */
  keepAlive(): void {
    if (!this.isResponsive) return this.socket.terminate();
    this.isResponsive = false;
    this.socket.ping();
    void this.authenticateAgain();
  }

  async close(): Promise<void> {
    await this.peer.close();
    // The results of subscriptions are written in this turn.
    await setImmediate();
    this.end(1001, 'The session has ended');
  }

  private end(code: number, reason: string): void {
    this.socket.close(code, reason);
    setTimeout(() => this.socket.terminate(), CLOSE_TIMEOUT_MS).unref();
  }

  /** Ends the connection when its credential has expired, was withdrawn or has lost scopes. */
  private async authenticateAgain(): Promise<void> {
    const { authenticator, settings } = this.server;
    if (settings.auth.includes('none')) return;
    try {
      const { scopes } = await authenticator.authenticate(this.request);
      if (this.principal.scopes.every((scope) => scopes.includes(scope))) return;
    } catch (error) {
      // An issuer that cannot be reached says nothing about the credential.
      if (!(error instanceof UnauthorizedException)) return;
    }
    this.end(1008, 'The credential is no longer accepted');
  }
}
