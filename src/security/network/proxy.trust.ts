import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { Express } from 'express';
import { Settings } from '../../config/index.js';

/** Whether the proxy at an address is trusted, and the ones behind it; `hop` counts from the server. */
export type ProxyTrustFunction = (address: string, hop: number) => boolean;

/**
 * Tells Express whose `X-Forwarded-*` to believe. Without `TRUST_PROXY` the setting stays as it is: nobody's, or what the
 * application around this module has chosen.
 */
@Injectable()
export class ProxyTrust implements OnModuleInit {
  constructor(
    private readonly settings: Settings,
    private readonly host: HttpAdapterHost,
  ) {}

  onModuleInit(): void {
    const { trustProxy } = this.settings;
    if (trustProxy === undefined) return;
    // Express keeps the list, and ours is frozen.
    const value = typeof trustProxy === 'number' ? trustProxy : [...trustProxy];
    this.host.httpAdapter.getInstance<Express>().set('trust proxy', value);
  }
}

/**
 * Whether a request came over HTTPS: to this process, or to a trusted proxy that says so. Every proxy on the way must say
 * so: where one appends to what its client sent, the first word is the client's own.
 */
export function isSecure({ socket, headers }: IncomingMessage, isTrusted: ProxyTrustFunction | undefined): boolean {
  if ((socket as Partial<TLSSocket>).encrypted === true) return true;
  if (socket.remoteAddress === undefined || isTrusted?.(socket.remoteAddress, 0) !== true) return false;
  const words = String(headers['x-forwarded-proto'] ?? '').split(',');
  return words.every((word) => word.trim().toLowerCase() === 'https');
}
