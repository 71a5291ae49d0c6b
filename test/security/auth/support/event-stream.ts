/** The stream of an HTTP+SSE client, read by hand, and the endpoint that it was told to post to. */
export class EventStream {
  private text = '';
  private constructor(
    private readonly abort: AbortController,
    private readonly origin: string,
  ) {}

  static async open(url: string, headers: Readonly<Record<string, string>>): Promise<EventStream> {
    const abort = new AbortController();
    const response = await fetch(`${url}/sse`, { headers, signal: abort.signal });
    if (response.status !== 200) throw new Error(`The stream was refused with ${response.status}`);
    const stream = new EventStream(abort, url);
    void stream.read(response);
    while (stream.endpoint === undefined) await new Promise((resolve) => setTimeout(resolve, 5));
    return stream;
  }

  /** Where messages go, as an absolute URL. */
  get endpoint(): string | undefined {
    const [, path] = /event: endpoint\ndata: (\S+)/.exec(this.text) ?? [];
    return path === undefined ? undefined : new URL(path, this.origin).href;
  }

  /** Everything that has arrived. */
  get received(): string {
    return this.text;
  }

  close(): void {
    this.abort.abort();
  }

  private async read(response: Response): Promise<void> {
    const decoder = new TextDecoder();
    try {
      for await (const chunk of response.body!) this.text += decoder.decode(chunk as Uint8Array, { stream: true });
    } catch {
      // Closed by the test or the server.
    }
  }
}
