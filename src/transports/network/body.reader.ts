import type { IncomingMessage } from 'node:http';
import type { JSONRPCMessage } from '@modelcontextprotocol/server';
import { isJsonContentType } from '@modelcontextprotocol/server';
import rawBody from 'raw-body';
import { ErrorCode, MessageRejectedError, readMessage } from '../../mcp/index.js';

/** A body that is refused before it is parsed. */
export class BodyRejectedError extends Error {
  override readonly name = 'BodyRejectedError';

  constructor(
    readonly status: 400 | 408 | 413 | 415,
    message: string,
  ) {
    super(message);
  }
}

/** The message of a POST, or the messages of a batch. */
export type Body = JSONRPCMessage | JSONRPCMessage[];

export interface BodyLimits {
  readonly maxBodyBytes: number;
  readonly maxJsonDepth: number;
}

/**
 * Reads the protocol messages of a request, whatever its `Content-Length` says.
 *
 * @throws BodyRejectedError, MessageRejectedError
 */
export async function readBody(request: IncomingMessage, limits: BodyLimits): Promise<Body> {
  if (!isJsonContentType(request.headers['content-type'])) {
    throw new BodyRejectedError(415, 'Send the message as Content-Type: application/json');
  }
  if ((request.headers['content-encoding'] ?? 'identity') !== 'identity') {
    throw new BodyRejectedError(415, 'Send the message without Content-Encoding');
  }
  return readMessage(await textOf(request, limits.maxBodyBytes), limits.maxJsonDepth);
}

async function textOf(request: IncomingMessage & { body?: unknown }, limit: number): Promise<string> {
  // An application that imports the transport may have parsed the body before the guards ran.
  if (request.body !== undefined) return textOfParsed(request.body);
  let bytes: Buffer;
  try {
    bytes = await rawBody(request, { limit, length: request.headers['content-length'] });
  } catch (error) {
    const { type } = error as { type?: string };
    if (type === 'entity.too.large') throw new BodyRejectedError(413, `The message is larger than ${limit} bytes`);
    throw new BodyRejectedError(400, 'The body did not arrive whole');
  }
  return decode(bytes);
}

function textOfParsed(body: unknown): string {
  if (typeof body === 'string') return body;
  if (Buffer.isBuffer(body)) return decode(body);
  try {
    return JSON.stringify(body);
  } catch {
    // Parsing survives any depth; writing does not.
    throw new MessageRejectedError(ErrorCode.InvalidParams, 'The message is nested too deep: flatten it');
  }
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new BodyRejectedError(400, 'The message is not valid UTF-8');
  }
}
