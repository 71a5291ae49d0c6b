import { setImmediate } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import type { Readable, Writable } from 'node:stream';
import { Settings } from '../../config/index.js';
import { Engine, Peer, Principal } from '../../mcp/index.js';
import { StdioConnection, type StdioEnd } from './stdio.connection.js';

/** How long calls may take to finish once the client has closed the input or the process was told to stop. */
const GRACE_MS = 1500;

/** Serves both protocol eras on one pair of streams. */
@Injectable()
export class StdioServer {
  private readonly logger = new Logger('Stdio');

  constructor(
    private readonly engine: Engine,
    private readonly settings: Settings,
  ) {}

  /**
   * Serves until the input closes, the output breaks or `stop` is aborted; calls in flight are answered first.
   *
   * @returns why it ended
   */
  async serve(input: Readable, output: Writable, stop: AbortSignal): Promise<StdioEnd | 'stopped'> {
    const { stdioSubject, stdioScopes } = this.settings;
    const principal = Principal.local(stdioSubject, stdioScopes);
    const rejected = (error: Error): void => this.logger.warn(error.message);
    const connection = new StdioConnection(input, output, this.settings, rejected);
    const peer = new Peer(this.engine, { transport: 'stdio', live: true, principal, link: connection });
    connection.start(peer, principal);
    const stopped = new Promise<'stopped'>((resolve) => {
      // The process may have been told to stop while it was starting.
      if (stop.aborted) resolve('stopped');
      else stop.addEventListener('abort', () => resolve('stopped'), { once: true });
    });
    const end = await Promise.race([connection.ended, stopped]);
    if (end === 'broken') this.logger.error('The input has no end of line: the client does not speak this protocol.');
    if (end === 'input-closed' || end === 'stopped') await connection.answered(GRACE_MS);
    await peer.close();
    // The results of subscriptions are written in this turn.
    await setImmediate();
    connection.close();
    return end;
  }
}
