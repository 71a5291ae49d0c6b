import type { ServerResponse } from 'node:http';

/** A client that leaves more bytes than this unread is cut off: a slow reader must not fill the memory of all. */
const MAX_UNREAD_BYTES = 1024 * 1024;

/**
 * Whether more may be written to a stream; if not, the stream is cut.
 *
 * @param allowance bytes that may wait beyond `MAX_UNREAD_BYTES` because the client has asked for them itself
 */
export function mayWrite(response: ServerResponse, allowance = 0): boolean {
  if (response.destroyed || response.writableEnded) return false;
  if (response.writableLength <= MAX_UNREAD_BYTES + allowance) return true;
  response.destroy();
  return false;
}
