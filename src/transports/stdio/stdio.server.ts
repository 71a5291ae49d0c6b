import { Injectable, Logger } from '@nestjs/common';
import type { Readable, Writable } from 'node:stream';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { Settings } from '../../config/index.js';
import { ListenFilter, Principal, ServerFactory, TaskNotices } from '../../mcp/index.js';
import { SubscribingTransport } from './subscribing.transport.js';
import { StdioTransport, type StdioEnd } from './stdio.transport.js';

/** How long calls may take to finish once the client has closed the input or the process was told to stop. */
const GRACE_MS = 1500;

/** Serves both protocol eras on one pair of streams. */
@Injectable()
export class StdioServer {
  private readonly logger = new Logger('Stdio');

  constructor(
    private readonly servers: ServerFactory,
    private readonly listens: ListenFilter,
    private readonly tasks: TaskNotices,
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
    const transport = new StdioTransport(input, output, this.settings);
    const handle = serveStdio(({ era }) => this.servers.create({ transport: 'stdio', era, live: true, principal }), {
      transport: new SubscribingTransport(transport, this.listens, this.tasks, principal),
      onerror: (error) => this.logger.warn(error.message),
    });
    const stopped = new Promise<'stopped'>((resolve) => {
      // The process may have been told to stop while it was starting.
      if (stop.aborted) resolve('stopped');
      else stop.addEventListener('abort', () => resolve('stopped'), { once: true });
    });
    const end = await Promise.race([transport.ended, stopped]);
    if (end === 'broken') this.logger.error('The input has no end of line: the client does not speak this protocol.');
    if (end === 'input-closed' || end === 'stopped') await transport.answered(GRACE_MS);
    await handle.close();
    return end;
  }
}
