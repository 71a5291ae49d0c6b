import { ServerResponse, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { Get, HttpException, Req, Res, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { WebSocketServer } from 'ws';
import {
  Authenticator,
  Engine,
  MessageLimits,
  ProtocolEndpoint,
  SessionRegistry,
  Settings,
  trackerOf,
} from '../../../src/index.js';
import { WebSocketSession } from './websocket.session.js';

@ProtocolEndpoint('ws')
export class WebSocketController implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly heads = new WeakMap<IncomingMessage, Buffer>();
  private readonly upgrades: WebSocketServer;

  constructor(
    private readonly host: HttpAdapterHost,
    readonly sessions: SessionRegistry,
    readonly engine: Engine,
    readonly limits: MessageLimits,
    readonly authenticator: Authenticator,
    readonly settings: Settings,
  ) {
    const handleProtocols = (offered: Set<string>): string | false => offered.has('mcp') && 'mcp';
    this.upgrades = new WebSocketServer({ noServer: true, maxPayload: settings.maxBodyBytes, handleProtocols });
  }

  // #region open
  /** Runs behind the guards of every endpoint: network rules, authentication, throttling. */
  @Get()
  open(@Req() request: IncomingMessage, @Res() response: ServerResponse): void {
    const head = this.heads.get(request);
    if (!head) throw new HttpException('Open a WebSocket here: send Upgrade: websocket', 426);
    const tracker = trackerOf(request);
    this.sessions.assertRoom(tracker);
    response.detachSocket(request.socket);
    this.upgrades.handleUpgrade(request, request.socket, head, (socket) => {
      const session = new WebSocketSession(socket, request, this);
      this.sessions.add(session, tracker);
      socket.once('close', () => {
        this.sessions.remove(session.id);
        void session.close();
      });
    });
  }
  // #endregion

  onApplicationBootstrap(): void {
    const { httpAdapter } = this.host;
    const serve = httpAdapter.getInstance<RequestListener>();
    const server = httpAdapter.getHttpServer() as Server;
    server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
      // Node has removed its own listener: a reset connection would end the process.
      socket.on('error', () => undefined);
      const response = new ServerResponse(request);
      try {
        response.assignSocket(socket);
      } catch {
        // An earlier request on this connection has no answer yet.
        return void socket.destroy();
      }
      response.shouldKeepAlive = false;
      response.once('finish', () => socket.destroySoon());
      this.heads.set(request, head);
      serve(request, response);
    });
  }

  /** Sessions end by themselves; from here on none is opened. */
  onModuleDestroy(): void {
    this.upgrades.close();
  }
}
