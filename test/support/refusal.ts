/** A JSON-RPC error as the client received it. */
export interface Refusal {
  readonly code: number;
  readonly message: string;
  readonly data?: unknown;
}

/** The error that a request ends with; the first generation of the SDK puts the code in front of the message. */
export async function refusalOf(request: Promise<unknown>): Promise<Refusal> {
  try {
    await request;
  } catch (error) {
    const { code, message, data } = error as Refusal;
    return { code, message: message.replace(/^MCP error -?\d+: /, ''), ...(data !== undefined && { data }) };
  }
  throw new Error('The request was expected to be refused and was answered.');
}
