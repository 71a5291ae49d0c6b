import { Injectable, Logger, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Settings } from '../../config/index.js';
import { ActiveCalls, type Principal } from '../../mcp/index.js';

interface Entry {
  readonly session: Session;
  /** Who it counts for. */
  readonly tracker: string;
  lastSeen: number;
  strongest: Principal;
}

/** A session of a client, on any network transport. */
export interface Session {
  readonly id: string;
  readonly principal: Principal;
  /** Whether the client waits for something right now: such a session does not grow old. */
  isBusy(): boolean;
  /** Sends whatever keeps the connection open. */
  keepAlive(): void;
  /** Ends the session: transport and server both. */
  close(): Promise<void>;
}

/** No more sessions for now. */
export class SessionLimitError extends Error {
  override readonly name = 'SessionLimitError';
  readonly retryAfterSeconds = 30;

  constructor(
    readonly status: 429 | 503,
    message: string,
  ) {
    super(message);
  }
}

/** How long a shutdown waits for running calls before the sessions end. */
const DRAIN_MS = 10_000;

/** Every session of this process: finds them for their owners, counts them, ends the abandoned ones. */
@Injectable()
export class SessionRegistry implements OnModuleInit, BeforeApplicationShutdown {
  private readonly logger = new Logger('Sessions');
  private readonly sessions = new Map<string, Entry>();
  private readonly perCaller = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly settings: Settings,
    private readonly active: ActiveCalls,
  ) {}

  onModuleInit(): void {
    const { keepaliveSeconds, sessionTtlSeconds } = this.settings;
    this.timer = setInterval(() => this.tend(), Math.min(keepaliveSeconds, sessionTtlSeconds) * 1000);
    this.timer.unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.active.idle(DRAIN_MS);
    clearInterval(this.timer);
    await Promise.all([...this.sessions.values()].map(({ session }) => this.end(session)));
  }

  get size(): number {
    return this.sessions.size;
  }

  /**
   * @param tracker the caller, as limits count it: the principal, or the address of an anonymous one
   * @throws SessionLimitError when the server or the caller has too many sessions
   */
  assertRoom(tracker: string): void {
    const { maxSessions, maxSessionsPerPrincipal } = this.settings;
    if (this.sessions.size >= maxSessions)
      throw new SessionLimitError(503, 'The server has no room for another session');
    if ((this.perCaller.get(tracker) ?? 0) >= maxSessionsPerPrincipal) {
      throw new SessionLimitError(429, 'You have too many sessions: end one first');
    }
  }

  add(session: Session, tracker: string): void {
    this.sessions.set(session.id, { session, tracker, lastSeen: Date.now(), strongest: session.principal });
    this.count(tracker, 1);
  }

  /**
   * The session, if it is the principal's own: anybody else is told that it does not exist. So is who holds fewer scopes
   * than the session has been used with: a weaker credential would hear what a stronger one has asked.
   */
  find(id: string, principal: Principal): Session | undefined {
    const found = this.sessions.get(id);
    if (!found || found.session.principal.key !== principal.key) return undefined;
    if (!principal.hasScopes(...found.strongest.scopes)) return undefined;
    found.strongest = principal;
    found.lastSeen = Date.now();
    return found.session;
  }

  /** Forgets the session; ending it is up to the caller. */
  remove(id: string): void {
    const found = this.sessions.get(id);
    if (!found) return;
    this.sessions.delete(id);
    this.count(found.tracker, -1);
  }

  private count(tracker: string, change: 1 | -1): void {
    const count = (this.perCaller.get(tracker) ?? 0) + change;
    if (count > 0) this.perCaller.set(tracker, count);
    else this.perCaller.delete(tracker);
  }

  private tend(): void {
    const oldest = Date.now() - this.settings.sessionTtlSeconds * 1000;
    for (const entry of this.sessions.values()) {
      if (entry.lastSeen < oldest && !entry.session.isBusy()) void this.end(entry.session);
      else entry.session.keepAlive();
    }
  }

  private async end(session: Session): Promise<void> {
    this.remove(session.id);
    await session.close().catch((error: Error) => this.logger.debug(`A session did not end cleanly: ${error.message}`));
  }
}
