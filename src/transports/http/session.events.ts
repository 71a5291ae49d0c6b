import { randomBytes } from 'node:crypto';
import type { ReplayBudget, ReplayStore } from './replay.budget.js';

/** A session keeps this many events, and this many bytes of them, for clients that come back. */
const MAX_EVENTS = 1000;
export const MAX_STORED_BYTES = 1024 * 1024;

interface StoredEvent {
  readonly stream: string;
  /** JSON text of the message; empty for the event that opens a stream. */
  readonly text: string;
  readonly isAnswer: boolean;
}

/** The events of one session, for `Last-Event-ID`, with ids that no other session knows. */
export class SessionEvents implements ReplayStore {
  private readonly prefix = randomBytes(9).toString('base64url');
  private readonly events = new Map<string, StoredEvent>();
  private sequence = 0;
  private stored = 0;
  private closed = false;

  constructor(private readonly budget: ReplayBudget) {}

  get bytes(): number {
    return this.stored;
  }

  /** @returns the id of the event */
  store(stream: string, text: string, isAnswer = false): string {
    this.sequence += 1;
    const id = `${this.prefix}.${this.sequence}`;
    this.events.set(id, { stream, text, isAnswer });
    this.stored += text.length;
    this.forgetOldest();
    if (!this.closed) this.budget.update(this);
    return id;
  }

  streamOf(id: string): string | undefined {
    return this.events.get(id)?.stream;
  }

  /** The messages of a stream behind an event. */
  after(lastId: string): readonly { readonly id: string; readonly text: string }[] {
    const stream = this.streamOf(lastId);
    const missed: { id: string; text: string }[] = [];
    let passed = false;
    for (const [id, event] of this.events) {
      if (passed && event.stream === stream && event.text !== '') missed.push({ id, text: event.text });
      passed ||= id === lastId;
    }
    return missed;
  }

  /** Forgets a stream of cancelled requests, unless it holds answers: a client that comes back would wait in vain. */
  forgetUnanswered(stream: string): void {
    const events = [...this.events].filter(([, event]) => event.stream === stream);
    if (events.some(([, { isAnswer }]) => isAnswer)) return;
    for (const [id, { text }] of events) {
      this.events.delete(id);
      this.stored -= text.length;
    }
    if (!this.closed) this.budget.update(this);
  }

  clear(): void {
    this.events.clear();
    this.stored = 0;
  }

  /** The session has ended: no client can come back. */
  close(): void {
    this.closed = true;
    this.clear();
    this.budget.forget(this);
  }

  private forgetOldest(): void {
    for (const [id, { text }] of this.events) {
      if (this.events.size <= MAX_EVENTS && (this.stored <= MAX_STORED_BYTES || this.events.size === 1)) return;
      this.events.delete(id);
      this.stored -= text.length;
    }
  }
}
