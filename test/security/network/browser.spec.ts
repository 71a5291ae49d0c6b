import type { Page } from 'playwright-core';
import { endChildren } from '../../process/support/child.js';
import { NetworkChild } from '../../process/support/network.js';
import { accepting, makeKey } from '../auth/support/api-key.js';
import { initialize } from '../auth/support/messages.js';
import { Browser, canBrowse } from './support/browser.js';

const ann = makeKey('ann', ['*']);

interface Seen {
  readonly failed?: string;
  readonly status?: number;
  readonly session?: boolean;
  readonly challenge?: string | null;
  readonly limit?: string | null;
  readonly answer?: string;
}

/** What a script of a page sees that speaks Streamable HTTP. */
const overHttp = (page: Page, url: string, key: string): Promise<Seen> =>
  page.evaluate(
    async ([endpoint, apiKey, message]) => {
      try {
        const headers = {
          'Content-Type': 'application/json',
          Accept: 'application/json, text/event-stream',
          'X-API-Key': apiKey,
          'MCP-Protocol-Version': '2025-11-25',
        };
        const response = await fetch(endpoint, { method: 'POST', headers, body: JSON.stringify(message) });
        const text = await response.text();
        return {
          status: response.status,
          session: response.headers.has('Mcp-Session-Id'),
          challenge: response.headers.get('WWW-Authenticate'),
          limit: response.headers.get('RateLimit-Limit'),
          answer: /"protocolVersion":"[\d-]+"|"message":"[^"]+"/.exec(text)?.[0] ?? text,
        };
      } catch (error) {
        return { failed: String(error) };
      }
    },
    [`${url}/mcp`, key, initialize] as const,
  );

/** What a script of a page sees that opens an event stream, posts to where it says, and waits for the answer. */
const overSse = (page: Page, url: string): Promise<Seen> =>
  page.evaluate(
    ([endpoint, message]) =>
      new Promise<Seen>((resolve) => {
        const stream = new EventSource(endpoint);
        const end = (seen: Seen): void => {
          stream.close();
          resolve(seen);
        };
        stream.onerror = () => end({ failed: 'The stream was not opened' });
        stream.addEventListener('endpoint', (event) => {
          const { data } = event as MessageEvent;
          const headers = { 'Content-Type': 'application/json' };
          fetch(new URL(String(data), endpoint), { method: 'POST', headers, body: JSON.stringify(message) }).catch(
            (error: unknown) => end({ failed: String(error) }),
          );
        });
        stream.addEventListener('message', ({ data }: MessageEvent) => {
          const text = String(data);
          end({ answer: /"protocolVersion":"[\d-]+"/.exec(text)?.[0] ?? text });
        });
      }),
    [`${url}/sse`, initialize] as const,
  );

const describeBrowser = canBrowse ? describe : describe.skip;

describeBrowser('row 36: a real browser (skipped where /usr/bin/chromium is missing: apt-get install chromium)', () => {
  let browser: Browser;
  let [allowed, foreign] = ['', ''];
  let [withKeys, open] = ['', ''];

  beforeAll(async () => {
    browser = await Browser.launch();
    [allowed, foreign] = [await browser.site(), await browser.site()];
    const env = { HTTP_SESSIONS: 'on', ALLOWED_ORIGINS: allowed, THROTTLE_LIMIT: '1000' };
    [withKeys, open] = (
      await Promise.all([NetworkChild.start({ env: { ...env, ...accepting(ann) } }), NetworkChild.start({ env })])
    ).map(({ origin }) => origin) as [string, string];
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await endChildren();
  });

  it('from an allowed origin speaks HTTP, and reads the headers of the protocol', async () => {
    const page = await browser.open(allowed);

    expect(await overHttp(page, withKeys, ann.key)).toEqual({
      status: 200,
      session: true,
      challenge: null,
      limit: '1000',
      answer: '"protocolVersion":"2025-11-25"',
    });
  });

  it('from an allowed origin reads why it is refused', async () => {
    const page = await browser.open(allowed);

    expect(await overHttp(page, withKeys, 'wrong')).toEqual({
      status: 401,
      session: false,
      challenge: 'Bearer error="invalid_token"',
      limit: null,
      answer: '"message":"The credential is not accepted"',
    });
  });

  it('from an allowed origin speaks HTTP+SSE', async () => {
    const page = await browser.open(allowed);

    expect(await overSse(page, open)).toEqual({ answer: '"protocolVersion":"2025-11-25"' });
  });

  it('from a foreign origin reaches neither', async () => {
    const page = await browser.open(foreign);

    expect([
      await overHttp(page, withKeys, ann.key),
      await overHttp(page, open, ''),
      await overSse(page, open),
    ]).toEqual([
      { failed: 'TypeError: Failed to fetch' },
      { failed: 'TypeError: Failed to fetch' },
      { failed: 'The stream was not opened' },
    ]);
  });

  it('on a page of the server itself could run nothing: no answer is a page', async () => {
    const page = await browser.open(`${open}/health/live`);

    const ran: unknown = await page.evaluate(`(async () => {
      const seen = [];
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => seen.push(effectiveDirective));
      const script = document.createElement('script');
      script.textContent = 'window.ran = true';
      document.body.append(script);
      await new Promise((resolve) => setTimeout(resolve, 100));
      return { seen, ran: 'ran' in window };
    })()`);

    expect(ran).toEqual({ seen: ['script-src-elem'], ran: false });
  });
});
