import { Module } from '@nestjs/common';
import { NetworkModule } from '../../../src/index.js';
import { WebSocketController } from './websocket.controller.js';

/** The WebSocket transport: import it beside `PolyportModule`. */
@Module({ imports: [NetworkModule], controllers: [WebSocketController] })
export class WebSocketModule {}
