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

  header(name: string, value: unknown): this {
    return this.setHeader(name, value);
  }

  set(name: string, value: unknown): this {
    return this.setHeader(name, value);
  }

  append(name: string, value: unknown): this {
    return this.setHeader(name, value);
  }

  type(value: string): this {
    return this.setHeader('content-type', value);
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
