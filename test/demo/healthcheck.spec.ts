import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

const SCRIPT = join(__dirname, '../../scripts/healthcheck.mjs');

describe('the health check of the image', () => {
  let server: Server | undefined;

  afterEach(async () => {
    server?.closeAllConnections();
    await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
    server = undefined;
  });

  /** A server that answers every request with this status, and what it has been asked. */
  async function serverThatAnswers(status: number): Promise<{ port: number; asked: string[] }> {
    const asked: string[] = [];
    server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url} ${request.headers.host}`);
      response.writeHead(status).end();
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return { port: (server.address() as AddressInfo).port, asked };
  }

  function check(env: Record<string, string>): Promise<number> {
    const child = execFile(process.execPath, [SCRIPT], { env, timeout: 10_000 });
    return new Promise((resolve) => child.on('exit', (code) => resolve(code ?? -1)));
  }

  it('passes when the server is ready, asking it on loopback', async () => {
    const { port, asked } = await serverThatAnswers(200);
    expect(await check({ HOST: '0.0.0.0', PORT: `${port}` })).toBe(0);
    expect(asked).toEqual([`GET /health/ready 127.0.0.1:${port}`]);
  });

  it('uses a name that the server answers to', async () => {
    const { port, asked } = await serverThatAnswers(200);
    expect(await check({ HOST: '0.0.0.0', PORT: `${port}`, ALLOWED_HOSTS: 'mcp.example.com, localhost' })).toBe(0);
    expect(asked).toEqual(['GET /health/ready mcp.example.com']);
  });

  it('fails while the server drains', async () => {
    const { port } = await serverThatAnswers(503);
    expect(await check({ PORT: `${port}` })).toBe(1);
  });

  it('fails when nothing listens', async () => {
    const { port } = await serverThatAnswers(200);
    await new Promise((resolve) => server?.close(resolve));
    expect(await check({ PORT: `${port}` })).toBe(1);
  });

  it('passes on stdio, where nothing listens', async () => {
    expect(await check({ TRANSPORT: 'stdio', PORT: '1' })).toBe(0);
  });
});
