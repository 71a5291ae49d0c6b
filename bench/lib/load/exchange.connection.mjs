import { open } from './open.mjs';
import { ResponseReader } from './response.reader.mjs';

/** One request after the other on a connection that stays open, for what is asked beside the measuring. */
export class ExchangeConnection {
  #socket;
  #settle = {};

  static async open(port) {
    const connection = new ExchangeConnection();
    const reader = new ResponseReader((body, head) => connection.#settle.resolve?.({ ...head, body }));
    connection.#socket = await open(port);
    connection.#socket.on('data', (chunk) => reader.push(chunk));
    connection.#socket.on('error', (error) => connection.#settle.reject?.(error));
    connection.#socket.on('close', () => connection.#settle.reject?.(new Error('The server has closed a connection')));
    return connection;
  }

  /** @returns `{ status, text, body }`, where `text` is the head of the answer */
  ask(bytes) {
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
      this.#socket.write(bytes, 'latin1');
    });
  }

  close() {
    this.#socket.removeAllListeners('close');
    this.#socket.destroy();
  }
}

/** Works through the items on some connections at once. */
export async function shareOut(port, items, connections, work) {
  const queue = items.values();
  const worker = async () => {
    const connection = await ExchangeConnection.open(port);
    try {
      for (const item of queue) await work(connection, item);
    } finally {
      connection.close();
    }
  };
  await Promise.all(Array.from({ length: connections }, worker));
}
