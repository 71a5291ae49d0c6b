/** A person with a browser: follows redirects, keeps cookies, and submits whatever form a page shows. */
export class Person {
  private readonly cookies = new Map<string, string>();

  constructor(private readonly login: string) {}

  /** Logs in and consents, until the browser is sent to a page outside the provider. */
  async authorize(start: URL): Promise<URL> {
    let request: { url: URL; body?: URLSearchParams } = { url: start };
    for (let step = 0; step < 20; step += 1) {
      const response = await this.browse(request.url, request.body);
      const location = response.headers.get('location');
      if (location !== null) {
        const next = new URL(location, request.url);
        if (next.origin !== start.origin) return next;
        request = { url: next };
      } else {
        request = this.fillIn(await response.text(), request.url);
      }
    }
    throw new Error('The provider does not come to an end');
  }

  private async browse(url: URL, body?: URLSearchParams): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie },
      ...(body && { method: 'POST', body }),
    });
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return response;
  }

  private fillIn(page: string, base: URL): { url: URL; body: URLSearchParams } {
    const [, action] = /<form[^>]*action="([^"]+)"/.exec(page) ?? [];
    if (action === undefined)
      throw new Error(`A page without a form: ${page.replace(/<style>[^]*<\/style>/, '').slice(0, 800)}`);
    const body = new URLSearchParams();
    for (const [input] of page.matchAll(/<input[^>]*>/g)) {
      const [, name] = /name="([^"]+)"/.exec(input) ?? [];
      const [, value = ''] = /value="([^"]*)"/.exec(input) ?? [];
      if (name !== undefined) body.set(name, name === 'login' ? this.login : value);
    }
    if (body.has('password')) body.set('password', 'any');
    return { url: new URL(action, base), body };
  }
}
