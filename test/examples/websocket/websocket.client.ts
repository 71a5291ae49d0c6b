import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/client';
import { WebSocket } from 'ws';

/** The client's end, for the official SDK: `client.connect(new WebSocketTransport('ws://…/ws', { Authorization }))`. */
export class WebSocketTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;

  private socket: WebSocket | undefined;

  constructor(
    private readonly url: string,
    private readonly headers: Readonly<Record<string, string>> = {},
  ) {}

  /** Rejects when the server refuses the upgrade. */
  start(): Promise<void> {
    return new Promise((resolve, reject) => {
      // The SDK takes notifications a moment later than answers: each message gets a turn of its own, or progress is lost.
      const options = { headers: { ...this.headers }, allowSynchronousEvents: false };
      const socket = (this.socket = new WebSocket(this.url, 'mcp', options));
      socket.on('open', resolve);
      socket.on('error', (error) => {
        reject(error);
        this.onerror?.(error);
      });
      socket.on('message', (data: Buffer) => this.onmessage?.(JSON.parse(data.toString()) as JSONRPCMessage));
      socket.on('close', () => this.onclose?.());
    });
  }

  send(message: JSONRPCMessage): Promise<void> {
    return new Promise((resolve, reject) => {
      if (!this.socket) return reject(new Error('The connection is not open'));
      this.socket.send(JSON.stringify(message), (error) => (error ? reject(error) : resolve()));
    });
  }

  async close(): Promise<void> {
    this.socket?.close();
  }
}
