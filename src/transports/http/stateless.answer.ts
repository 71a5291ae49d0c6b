import type { Settings } from '../../config/index.js';
import { isPromise, type Answer, type MaybePromise, type PeerLink } from '../../mcp/index.js';
import {
  EVENT_END,
  EVENT_STREAM,
  KEEP_ALIVE,
  MESSAGE_EVENT,
  messageEvent,
  waitForDrain,
  writeBounded,
} from '../network/event.stream.js';
import type { HttpExchange } from '../network/http.exchange.js';

const JSON_BODY = ['Content-Type', 'application/json'];

/** Node's own code for a client that closed its connection before the answer; nobody reads it. */
const CLIENT_GONE = 499;

/**
 * The answer to a request that stands for itself, and the messages before it. In the legacy era it is always an event
 * stream; in the modern era it becomes one with the first message before the answer.
 */
export class StatelessAnswer implements PeerLink {
  private keepAlive: NodeJS.Timeout | undefined;
  private announcing: NodeJS.Immediate | undefined;
  private isAdmitted = false;
  private isWaiting = false;
  private isStream = false;

  /** @param refused called with an answer whose HTTP status says that it is a refusal */
  constructor(
    private readonly exchange: HttpExchange,
    private readonly era: 'legacy' | 'modern',
    private readonly settings: Pick<Settings, 'keepaliveSeconds' | 'maxResultBytes'>,
    private readonly refused: (answer: Answer) => void,
  ) {}

  send(text: string): MaybePromise<void> {
    const { response } = this.exchange;
    if (response.destroyed || response.writableEnded) return undefined;
    this.open();
    this.write(messageEvent(text));
    return waitForDrain(response);
  }

  admitted(): void {
    this.isAdmitted = true;
    if (this.isWaiting) this.announce();
  }

  /** Waits for the answer. A legacy client is told by the head of the stream that its request is being served. */
  async wait(received: Promise<Answer | undefined>): Promise<void> {
    this.isWaiting = true;
    if (this.isAdmitted) this.announce();
    try {
      this.end(await received);
    } finally {
      this.close();
    }
  }

  /** @param answer `undefined` for a call that was cancelled */
  end(answer: Answer | undefined): void {
    const { exchange } = this;
    if (answer && answer.status >= 400 && this.era === 'modern') this.refused(answer);
    if (exchange.isGone) return;
    if (this.isStream) {
      if (answer) this.write(messageEvent(answer.text));
      exchange.response.end();
    } else if (!answer) {
      exchange.endEmpty(CLIENT_GONE);
    } else if (answer.pieces) {
      const [beginning, end] = answer.pieces;
      if (this.era === 'modern') exchange.endPieces(answer.status, JSON_BODY, answer.pieces);
      else exchange.endPieces(200, EVENT_STREAM, [MESSAGE_EVENT, beginning, `${end}${EVENT_END}`]);
    } else if (this.era === 'legacy') {
      exchange.end(200, EVENT_STREAM, messageEvent(answer.text));
    } else {
      exchange.end(answer.status, JSON_BODY, answer.text);
    }
  }

  /** Answers the requests of a batch, each as soon as it can be. */
  async endBatch(answers: readonly MaybePromise<Answer | undefined>[]): Promise<void> {
    if (answers.length === 0) return this.accept();
    if (answers.some((answer) => isPromise(answer))) this.open();
    let events = '';
    const add = (answer: Answer | undefined): void => {
      if (!answer) return;
      if (this.isStream) this.write(messageEvent(answer.text));
      else events += messageEvent(answer.text);
    };
    await Promise.all(answers.map(async (answer) => add(isPromise(answer) ? await answer : answer)));
    this.close();
    if (this.isStream) this.exchange.response.end();
    else this.exchange.end(200, EVENT_STREAM, events);
  }

  /** Notifications and responses have no answer. */
  accept(): void {
    if (!this.exchange.isGone) this.exchange.endEmpty(202);
  }

  private announce(): void {
    if (this.era === 'legacy') this.announcing ??= setImmediate(() => this.open());
  }

  private close(): void {
    clearImmediate(this.announcing);
    clearInterval(this.keepAlive);
  }

  private open(): void {
    const { exchange } = this;
    if (this.isStream || exchange.isGone) return;
    this.isStream = true;
    exchange.writeHead(200, EVENT_STREAM);
    // An event stream may have nothing to say for long: the client is to know at once that it is open.
    exchange.response.flushHeaders();
    this.keepAlive = setInterval(() => this.write(KEEP_ALIVE), this.settings.keepaliveSeconds * 1000).unref();
  }

  private write(event: string): void {
    writeBounded(this.exchange.response, event, this.settings.maxResultBytes);
  }
}
