import { randomBytes } from 'node:crypto';
import type { EventStore, JSONRPCMessage } from '@modelcontextprotocol/server';
import type { ReplayBudget, ReplayStore } from './replay.budget.js';

/** A session keeps this many events, and this many bytes of them, for clients that come back. */
const MAX_EVENTS = 1000;
export const MAX_STORED_BYTES = 1024 * 1024;

interface StoredEvent {
  readonly stream: string;
  readonly message: JSONRPCMessage;
  readonly bytes: number;
}

/**
 * The events of one session, for `Last-Event-ID`. A store of its own for each session, with ids that no other session
 * knows: the SDK names the standing stream alike in all of them.
 */
export class SessionEventStore implements EventStore, ReplayStore {
  private readonly prefix = randomBytes(9).toString('base64url');
  private readonly events = new Map<string, StoredEvent>();
  private sequence = 0;
  private stored = 0;
  private closed = false;
  /** Answers that end a stream and are not kept. */
  private readonly withheld = new WeakSet<object>();

  constructor(private readonly budget: ReplayBudget) {}

  get bytes(): number {
    return this.stored;
  }

  storeEvent(stream: string, message: JSONRPCMessage): Promise<string> {
    this.sequence += 1;
    const id = `${this.prefix}.${this.sequence}`;
    if (this.withheld.has(message)) {
      this.forgetUnanswered(stream);
      return Promise.resolve(id);
    }
    const bytes = JSON.stringify(message).length;
    this.events.set(id, { stream, message, bytes });
    this.stored += bytes;
    this.forgetOldest();
    if (!this.closed) this.budget.update(this);
    return Promise.resolve(id);
  }

  /**
   * Announces an answer that is for nobody, because its request was cancelled. Its stream is forgotten, unless it holds
   * answers to other requests: who comes back for it would wait in vain.
   */
  withhold(answer: object): void {
    this.withheld.add(answer);
  }

  getStreamIdForEventId(id: string): Promise<string | undefined> {
    return Promise.resolve(this.events.get(id)?.stream);
  }

  async replayEventsAfter(
    lastId: string,
    { send }: { send: (id: string, message: JSONRPCMessage) => Promise<void> },
  ): Promise<string> {
    const stream = this.events.get(lastId)?.stream;
    if (stream === undefined) throw new Error('The event is not known any more');
    let passed = false;
    for (const [id, event] of [...this.events]) {
      // The SDK stores an empty message for the event that opens a stream; it is not for clients.
      if (passed && event.stream === stream && 'jsonrpc' in event.message) await send(id, event.message);
      passed ||= id === lastId;
    }
    return stream;
  }

  clear(): void {
    this.events.clear();
    this.stored = 0;
  }

  /** The session has ended: nobody can come back. */
  close(): void {
    this.closed = true;
    this.clear();
    this.budget.forget(this);
  }

  private forgetUnanswered(stream: string): void {
    const events = [...this.events].filter(([, event]) => event.stream === stream);
    if (events.some(([, { message }]) => 'jsonrpc' in message && !('method' in message))) return;
    for (const [id, { bytes }] of events) {
      this.events.delete(id);
      this.stored -= bytes;
    }
    if (!this.closed) this.budget.update(this);
  }

  private forgetOldest(): void {
    for (const [id, { bytes }] of this.events) {
      if (this.events.size <= MAX_EVENTS && (this.stored <= MAX_STORED_BYTES || this.events.size === 1)) return;
      this.events.delete(id);
      this.stored -= bytes;
    }
  }
}
