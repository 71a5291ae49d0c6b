import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';

type TrustFunction = (address: string, hop: number) => boolean;

/** The part of an Express request that tells how it is configured. */
interface ConfiguredRequest extends IncomingMessage {
  readonly app?: { get(name: 'trust proxy fn'): TrustFunction | undefined };
}

/**
 * Whether a request came over HTTPS: to this process, or to a proxy whose word is believed. Every proxy on the way must
 * say so: where one appends to what its client sent, the first word is the client's own.
 */
export function isSecure(request: ConfiguredRequest): boolean {
  const { socket, headers } = request;
  if ((socket as Partial<TLSSocket>).encrypted === true) return true;
  const isTrusted = request.app?.get('trust proxy fn');
  if (socket.remoteAddress === undefined || isTrusted?.(socket.remoteAddress, 0) !== true) return false;
  const words = String(headers['x-forwarded-proto'] ?? '').split(',');
  return words.every((word) => word.trim().toLowerCase() === 'https');
}
