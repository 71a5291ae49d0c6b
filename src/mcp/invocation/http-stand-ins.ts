/**
 * Stands in for the HTTP request where there is none (stdio), with what stock guards look at: no headers, a loopback
 * address.
 */
export class CallRequest {
  readonly method = 'POST';
  readonly headers: Readonly<Record<string, string>> = {};
  readonly query = {};
  readonly params = {};
  readonly ip = '127.0.0.1';
  readonly ips: readonly string[] = [];
  readonly originalUrl: string;

  constructor(
    readonly url: string,
    readonly body: unknown,
  ) {
    this.originalUrl = url;
  }

  get(_name: string): undefined {
    return undefined;
  }

  header(_name: string): undefined {
    return undefined;
  }
}

/**
 * Stands in for the HTTP response while a capability runs, on every transport: guards may set headers and exception
 * filters may answer as they do for a controller, without touching the connection that carries the protocol.
 */
export class CallResponse {
  statusCode = 200;
  headersSent = false;
  readonly locals: Record<string, unknown> = {};
  private readonly headers = new Map<string, unknown>();
  /** What a filter or guard answered with. */
  body: unknown;

  status(code: number): this {
    this.statusCode = code;
    return this;
  }

  code(code: number): this {
    return this.status(code);
  }

  setHeader(name: string, value: unknown): this {
    this.headers.set(name.toLowerCase(), value);
    return this;
  }

  /** As in Express: one header, or an object of several. */
  set(headers: string | Readonly<Record<string, unknown>>, value?: unknown): this {
    if (typeof headers === 'string') return this.setHeader(headers, value);
    for (const [name, each] of Object.entries(headers)) this.setHeader(name, each);
    return this;
  }

  header(headers: string | Readonly<Record<string, unknown>>, value?: unknown): this {
    return this.set(headers, value);
  }

  append(name: string, value: unknown): this {
    const earlier = this.getHeader(name);
    return this.setHeader(name, earlier === undefined ? value : [earlier, value].flat());
  }

  type(value: string): this {
    return this.setHeader('content-type', value);
  }

  hasHeader(name: string): boolean {
    return this.headers.has(name.toLowerCase());
  }

  getHeaders(): Record<string, unknown> {
    return Object.fromEntries(this.headers);
  }

  getHeader(name: string): unknown {
    return this.headers.get(name.toLowerCase());
  }

  get(name: string): unknown {
    return this.getHeader(name);
  }

  removeHeader(name: string): void {
    this.headers.delete(name.toLowerCase());
  }

  json(body: unknown): this {
    return this.send(body);
  }

  send(body?: unknown): this {
    this.body = body;
    this.headersSent = true;
    return this;
  }

  sendStatus(code: number): this {
    return this.status(code).send();
  }

  end(body?: unknown): this {
    return this.send(body);
  }

  on(): this {
    return this;
  }

  once(): this {
    return this;
  }
}
