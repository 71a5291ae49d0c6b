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
