import type { Message } from './message.js';

/** The part of an SDK transport that messages pass through, alike in both generations. */
interface Tapped {
  onmessage?: unknown;
  send(message: unknown, ...rest: unknown[]): Promise<void>;
}

/** Every message that passed a connection, in both directions. */
export class Traffic {
  readonly sent: Message[] = [];
  readonly received: Message[] = [];

  /** Listens in on the transport of an official client; to be called before the client connects. */
  static of(transport: object): Traffic {
    const traffic = new Traffic();
    const tapped = transport as Tapped;
    tapped.onmessage = (message: Message) => traffic.received.push(message);
    const send = tapped.send.bind(transport);
    tapped.send = (message, ...rest) => {
      traffic.sent.push(message as Message);
      return send(message, ...rest);
    };
    return traffic;
  }

  /** The notifications of a method that have arrived since `from`. */
  notices(method: string, from = 0): Message[] {
    return this.received.slice(from).filter((message) => message.method === method);
  }

  /** The method of the request that an answer belongs to. */
  methodOf(id: Message['id']): string | undefined {
    return this.sent.findLast((message) => message.method !== undefined && message.id === id)?.method;
  }
}
