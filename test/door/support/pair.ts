import { connect } from 'node:net';
import { NetworkGuard } from '../../../src/security/network/network.rules.js';
import { newAuditFile, recordsIn } from '../../security/audit/audit.file.js';
import { eventually } from '../../support/eventually.js';
import { start, type Started, type Toolsets } from './server.js';
import { type Reply, shoot, type Shot, textOf } from './wire.js';

/** What differs between the ways, with the request that shows it. */
export interface Difference {
  readonly request: string;
  readonly door: readonly unknown[];
  readonly nest: readonly unknown[];
}

/** One server, and the sessions that its answers have opened. */
class Side {
  private session = 'none';
  private stream = 'none';
  private followed = '';

  constructor(
    readonly server: Started,
    readonly audit: string,
  ) {}

  /** Opens an event stream of HTTP+SSE, which stays open. */
  async follow(shot: Shot): Promise<void> {
    const socket = connect(this.server.port, '127.0.0.1').setEncoding('utf8');
    socket.on('data', (text: string) => (this.followed += text)).on('error', () => undefined);
    socket.write(textOf(shot));
    await eventually(() => expect(this.followed).toContain('sessionId='));
    this.stream = /sessionId=([\w-]+)/.exec(this.followed)?.[1] ?? this.stream;
  }

  /** Messages that have come on the stream, in the order of their text: answers to different requests may overtake. */
  get events(): readonly string[] {
    return [...this.followed.matchAll(/^data: (\{.*)$/gm)].map(([, text = '']) => withoutIds(text)).sort();
  }

  async shoot(shot: Shot): Promise<Reply> {
    const fill = (text: string): string => text.replaceAll('{session}', this.session).replaceAll('{sse}', this.stream);
    const headers = shot.headers.map(([name, value]) => [name, fill(value)] as const);
    const reply = await shoot(this.server.port, { ...shot, target: fill(shot.target), headers });
    this.session = reply.headers.find(([name]) => name === 'mcp-session-id')?.[1] ?? this.session;
    this.stream = /^data: .*sessionId=([\w-]+)/m.exec(reply.body)?.[1] ?? this.stream;
    return reply;
  }
}

/** The same server twice, with its front door and without, which gets the same requests. */
export class Pair {
  readonly differences: Difference[] = [];
  readonly statuses = new Map<number, number>();
  sent = 0;
  /** How many requests Nest's guards have seen on either side. */
  readonly guarded = { door: 0, nest: 0 };

  private constructor(
    private readonly door: Side,
    private readonly nest: Side,
  ) {}

  static async start(toolsets: Toolsets, env: Readonly<Record<string, string>>): Promise<Pair> {
    const [door, nest] = [newAuditFile(), newAuditFile()];
    return new Pair(
      new Side(await start(toolsets, { ...env, AUDIT_LOG: door }), door),
      new Side(await start(toolsets, { ...env, AUDIT_LOG: nest }, { door: false }), nest),
    );
  }

  async send(shot: Shot): Promise<Reply> {
    const guard = jest.spyOn(NetworkGuard.prototype, 'canActivate');
    const door = await this.door.shoot(shot);
    this.guarded.door += guard.mock.calls.length;
    guard.mockClear();
    const nest = await this.nest.shoot(shot);
    this.guarded.nest += guard.mock.calls.length;
    guard.mockRestore();
    this.compare(textOf(shot), withoutChance(door), withoutChance(nest));
    this.sent += 1;
    this.statuses.set(door.status, (this.statuses.get(door.status) ?? 0) + 1);
    return door;
  }

  async follow(shot: Shot): Promise<void> {
    await this.door.follow(shot);
    await this.nest.follow(shot);
  }

  /** Waits for as many messages on the event streams, and compares them. */
  async followed(count: number): Promise<void> {
    await eventually(() => expect([this.door.events.length, this.nest.events.length]).toEqual([count, count]));
    this.compare('event stream', this.door.events, this.nest.events);
  }

  /** Ends both servers and compares what they have recorded. */
  async close(): Promise<number> {
    await this.door.server.close();
    await this.nest.server.close();
    const [door, nest] = [auditOf(this.door.audit), auditOf(this.nest.audit)];
    this.compare('audit', door, nest);
    return door.length;
  }

  private compare(request: string, door: readonly unknown[], nest: readonly unknown[]): void {
    const [onlyDoor, onlyNest] = [missingIn(nest, door), missingIn(door, nest)];
    if (onlyDoor.length + onlyNest.length > 0) this.differences.push({ request, door: onlyDoor, nest: onlyNest });
  }
}

/** What one list has more often than the other. */
function missingIn(list: readonly unknown[], other: readonly unknown[]): readonly unknown[] {
  const left = list.map((value) => JSON.stringify(value));
  return other.filter((value) => {
    const index = left.indexOf(JSON.stringify(value));
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
}

/** Ids are made at random; the rest is not. */
function withoutIds(text: string): string {
  return text
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<uuid>')
    .replaceAll(/under the id [0-9a-f]{12}/g, 'under the id <error>')
    .replaceAll(/^id: [\w-]{12}\./gm, 'id: <events>.');
}

function withoutChance({ status, headers, body }: Reply): readonly unknown[] {
  const kept = headers.filter(([name]) => name !== 'date').map(([name, value]) => [name, withoutIds(value)]);
  return [status, ...kept, withoutIds(body)];
}

function auditOf(path: string): string[] {
  return recordsIn(path).map(({ seq, prev, hash, time, durationMs, sessionId, errorId, ...record }) => {
    const kinds = [seq, prev, hash, time, durationMs, sessionId, errorId].map((value) => typeof value);
    return withoutIds(JSON.stringify({ ...record, kinds }));
  });
}
