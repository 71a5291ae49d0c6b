import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const BUILT = pathToFileURL(resolve('dist/fetch.js')).href;
const env = { PATH: process.env['PATH'] ?? '', ALLOW_ANONYMOUS: 'true', AUDIT_LOG: 'off', LOG_LEVEL: 'error' };

/** How a host ends that is sent SIGTERM when it has served a request, and what it wrote. */
async function ended(listening: string): Promise<{ code: number | null; signal: string | null; text: string }> {
  const script = `
    import { fetch } from ${JSON.stringify(BUILT)};
    ${listening}
    await fetch(new Request('https://mcp.example.com/mcp'));
    setInterval(() => undefined, 1000);
    process.kill(process.pid, 'SIGTERM');
  `;
  const host = spawn(process.execPath, ['--input-type=module', '-e', script], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  host.stdout.setEncoding('utf8').on('data', (piece: string) => (text += piece));
  const [code, signal] = (await once(host, 'close')) as [number | null, string | null];
  return { code, signal, text };
}

const HEARD = `() => { process.stdout.write('heard '); setTimeout(() => process.exit(3), 500); }`;

describe('SIGTERM, to a host of dist/fetch.js', () => {
  it.each(['on', 'once'])('is heard once by a listener of its own (%s), which ends the process', async (method) => {
    expect(await ended(`process.${method}('SIGTERM', ${HEARD});`)).toEqual({ code: 3, signal: null, text: 'heard ' });
  });

  it('ends the process where nobody else listens', async () => {
    expect(await ended('')).toEqual({ code: null, signal: 'SIGTERM', text: '' });
  });
});
