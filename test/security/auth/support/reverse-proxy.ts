import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A proxy that serves another server under a prefix, as nginx does, and passes well-known paths on as they are. */
export class ReverseProxy {
  private target = '';
  private constructor(
    private readonly server: Server,
    /** What clients see: origin and prefix. */
    readonly url: string,
  ) {}

  static async start(prefix: string): Promise<ReverseProxy> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const proxy = new ReverseProxy(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}${prefix}`);
    server.on('request', (incoming, outgoing) => {
      const { method, headers, url = '' } = incoming;
      const path = prefix !== '' && url.startsWith(`${prefix}/`) ? url.slice(prefix.length) : url;
      const forward = request(new URL(path, proxy.target), { method, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      forward.on('error', () => outgoing.destroy());
      outgoing.on('close', () => forward.destroy());
      incoming.pipe(forward);
    });
    return proxy;
  }

  passOnTo(url: string): void {
    this.target = url;
  }

  stop(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}
